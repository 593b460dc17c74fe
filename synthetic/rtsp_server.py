"""A network camera on loopback: serves an H.264 file over RTSP. Run it with the system's python3, which has GStreamer.

python3 rtsp_server.py FILE PORT
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402 - versions have to be asked for first

Gst.init(None)
file, port = sys.argv[1:]
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(
    f'( filesrc location="{file}" ! qtdemux ! h264parse config-interval=1 ! rtph264pay name=pay0 pt=96 )'
)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(port)
server.get_mount_points().add_factory("/hall", factory)
if server.attach(None) == 0:
    sys.exit(f"port {port} is taken")
print("serving", flush=True)
GLib.MainLoop().run()
