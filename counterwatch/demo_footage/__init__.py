"""The demo site: four counters, one short rendered recording each, with site files and ground truth.

`counterwatch demo` analyses `hall.yaml`; it is installed with the program, so that the demo runs without a checkout.
`counterwatch evaluate` reads the folder too: NAME.site.yaml and NAME.truth.json belong to NAME.mp4.
"""

from pathlib import Path

FOOTAGE = Path(__file__).parent
"""The folder of the recordings."""
