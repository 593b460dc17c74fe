# make run installs everything and serves the dashboard with the demo. make test installs everything and runs the tests.
PYTHON ?= python3
PORT ?= 8000
FOOTAGE ?= ../shared/footage
SCENES ?= ../shared/scenes
MADE ?= made
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: privacy bench bench-latency bench-readers profile soak help coverage setup setup-measured bench-moved weights run test test-yolo lint house mutate format pins clean accuracy footage fit accuracy-variants stories long-days margins bench-recordings bench-judge bench-api bench-outbox bench-nightly test-kill test-streaming test-properties test-api-search golden golden-signals api-examples picture bench-detectors

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# The stamps make a second run fast: pip is called only if the pins or the project file changed.
$(VENV)/.made:
	@scripts/make_venv.sh "$(PYTHON)" $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml constraints.txt scripts/check_system.py
	@echo "installing into $(VENV) (some minutes the first time)"
	@$(PIP) setuptools
	@$(PIP) --no-build-isolation --editable .
	@$(BIN)/python scripts/check_system.py
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(PIP) --no-build-isolation --editable '.[dev]'
	@touch $@

setup: $(VENV)/.installed weights ## the virtual environment with pinned packages, and the model weights

weights: $(VENV)/.installed
	@$(BIN)/counterwatch weights

run: setup ## analyse the demo footage and serve the dashboard (PORT=8000)
	@$(BIN)/counterwatch demo --port $(PORT)

test: setup $(VENV)/.installed-dev ## all tests except the long ones (JOBS=2 processes)
	@$(BIN)/python -m pytest -m "not slow" --numprocesses $(or $(JOBS),2) --dist loadfile --no-loadscope-reorder

coverage: setup $(VENV)/.installed-dev ## all tests except the long ones, and the lines that no test runs
	@$(BIN)/python -m pytest -m "not slow" --cov --cov-report=term:skip-covered

test-properties: setup $(VENV)/.installed-dev ## search at random for inputs that break a property (HOURS=1 EXAMPLES=100); each find becomes an @example
	@$(BIN)/python -m scripts.search_properties --hours $(or $(HOURS),1) --examples $(or $(EXAMPLES),100)

# PyTorch needs gigabytes that MediaPipe alone does not, so the other backend has a separate environment.
.venv-yolo/.installed: pyproject.toml constraints.txt
	@scripts/make_venv.sh "$(PYTHON)" .venv-yolo
	@echo "installing into .venv-yolo (several gigabytes the first time)"
	@.venv-yolo/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt setuptools
	@.venv-yolo/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt \
		--no-build-isolation --editable '.[yolo,dev]'
	@touch $@

test-yolo: .venv-yolo/.installed ## the tests of the ultralytics backend, in a separate environment
	@.venv-yolo/bin/python -m pytest -m yolo

lint: $(VENV)/.installed-dev ## style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

house: $(VENV)/.installed-dev ## the table in docs/testing.md: figures of the house rules (prose, names, imports, length of modules)
	@$(BIN)/python -m scripts.house --out docs/testing.md

mutate: setup $(VENV)/.installed-dev ## the table in docs/testing.md: small changes of the code that a test notices (SHARE=0.2 MOST=300 SEED=1; PACKAGES="spans privacy"; AGAIN=1 keeps the last run)
	@$(BIN)/python -m scripts.mutate --share $(or $(SHARE),1) $(addprefix --most ,$(MOST)) --seed $(or $(SEED),1) $(if $(AGAIN),--again) \
		$(if $(PACKAGES),$(PACKAGES),--out docs/testing.md)

format: $(VENV)/.installed-dev ## apply style fixes that are safe
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

pins: $(VENV)/.installed-dev ## the newest releases that fit together, into constraints.txt
	@$(BIN)/python scripts/pins.py > constraints.new
	@mv constraints.new constraints.txt

accuracy: setup ## docs/accuracy.md from labelled footage, half an hour (FOOTAGE=DIR SIGNALS=DIR JOBS=1; DETECTORS="auto none FILE"; WEIGHTS=FILE of poses)
	@$(BIN)/python -m benchmarks.accuracy --footage $(FOOTAGE) --out docs/accuracy.md --jobs $(or $(JOBS),1) \
		$(addprefix --detector ,$(DETECTORS)) $(addprefix --weights ,$(WEIGHTS)) $(addprefix --signals ,$(SIGNALS))

# The renderer needs OpenGL in software: apt-get install libegl1 libgl1-mesa-dri.
.venv-scenes/.installed: benchmarks/footage/requirements.txt
	@scripts/make_venv.sh "$(PYTHON)" .venv-scenes
	@.venv-scenes/bin/python -m pip install --quiet --disable-pip-version-check --requirement benchmarks/footage/requirements.txt
	@mkdir -p .venv-scenes/assets
	@tar xJf $(SCENES)/assets.tar.xz -C .venv-scenes/assets
	@touch $@

footage: setup .venv-scenes/.installed ## signals and truth of N rendered clips, without films (N=200 SEED=1 SCENES=DIR MADE=DIR JOBS=1); a stopped run goes on
	@SCENES_ASSETS=$(CURDIR)/.venv-scenes/assets $(BIN)/python -m benchmarks.footage --scenes $(SCENES) --out $(MADE) \
		--clips $(or $(N),200) --seed $(or $(SEED),1) --jobs $(or $(JOBS),1)

fit: setup $(VENV)/.installed-dev ## the network of postures from generated clips, families left out (MADE=DIR FOOTAGE=DIR SIGNALS=DIR; WRITE=1 installs it)
	@$(BIN)/python -m benchmarks.fit --made $(MADE) $(if $(SIGNALS),--footage $(FOOTAGE) --signals $(SIGNALS)) $(if $(WRITE),--write)

accuracy-variants: setup ## accuracy on labelled clips mirrored, darker, smaller, badly compressed, tilted (FOOTAGE=DIR; WEIGHTS=FILE)
	@$(BIN)/python -m benchmarks.variants --footage $(FOOTAGE) $(addprefix --weights ,$(WEIGHTS))

setup-measured: setup ## the table in docs/setup.md: proposed zones against drawn ones, half an hour (FOOTAGE=DIR; SEEN=DIR stores the people found)
	@$(BIN)/python -m benchmarks.setup --footage $(FOOTAGE) --out docs/setup.md $(addprefix --seen ,$(SEEN))

bench-moved: setup ## the table in docs/calibration.md: detection of moved cameras (FOOTAGE=DIR)
	@$(BIN)/python -m benchmarks.moved --footage $(FOOTAGE) --out docs/calibration.md

privacy: setup ## the table in docs/privacy.md: faces that two detectors find in clips of labelled footage (FOOTAGE=DIR CLIPS=WORDS LEAKS=DIR SECONDS=10)
	@$(BIN)/python -m benchmarks.privacy --footage $(FOOTAGE) --out docs/privacy.md $(addprefix --leaks ,$(LEAKS)) $(addprefix --seconds ,$(SECONDS)) $(CLIPS)

stories: $(VENV)/.installed-dev ## accuracy of the kinds that no clip shows, on synthetic stories (a minute)
	@$(BIN)/python -m benchmarks.stories

long-days: $(VENV)/.installed-dev ## F1 with the shipped durations on synthetic days (a minute; SIGNALS=DIR FOOTAGE=DIR: also of clips)
	@$(BIN)/python -m benchmarks.long_days $(if $(SIGNALS),--signals $(SIGNALS) --footage $(FOOTAGE))

margins: setup ## limits that change a decision when changed by a quarter, on generated clips (MADE=DIR), or on labelled ones (FOOTAGE=DIR; SIGNALS=DIR stores signals)
	@$(BIN)/python -m benchmarks.margins $(if $(wildcard $(MADE)),--made $(MADE),--footage $(FOOTAGE)) $(addprefix --signals ,$(SIGNALS))

bench: setup ## our cost and accuracy beside the usual loops on the same clips, half an hour (FOOTAGE=DIR BENCH_MADE=DIR; OUT=docs/performance.md; YOLO_WEIGHTS=FILE of poses uses .venv-yolo, which needs the package lap)
	@$(BIN)/python -m benchmarks.peers --footage $(FOOTAGE) $(addprefix --made ,$(BENCH_MADE)) $(addprefix --out ,$(OUT)) \
		$(if $(YOLO_WEIGHTS),--yolo-python .venv-yolo/bin/python --yolo-weights $(YOLO_WEIGHTS))

soak: setup ## slopes of memory, open files and delay of live cameras on loopback (CAMERAS=16 MINUTES=5)
	@$(BIN)/python -m benchmarks.soak --cameras $(or $(CAMERAS),16) --minutes $(or $(MINUTES),5)

bench-latency: setup ## seconds until an event is stored after its rule is met, and until a camera that is back is seen (RTSP on loopback)
	@$(BIN)/python -m benchmarks.latency

profile: setup ## processor time of an analysis by stage (VIDEO=FILE beside its site file)
	@$(BIN)/python -m benchmarks.profile $(VIDEO)

bench-recordings: setup ## cost of an analysis compared with decoding alone, and its speed relative to real time (OUT=docs/performance.md)
	@$(BIN)/python -m benchmarks.recordings $(addprefix --out ,$(OUT))

bench-detectors: setup ## milliseconds of one detection by each installed detector runtime (WEIGHTS=FILE...)
	@$(BIN)/python -m benchmarks.detectors $(WEIGHTS)

bench-judge: $(VENV)/.installed ## seconds and memory to judge and score one counter-day
	@$(BIN)/python -m benchmarks.judge

bench-api: $(VENV)/.installed ## p50 and p95 of the API with a million events (the store is made once, some minutes)
	@$(BIN)/python -m benchmarks.api

bench-outbox: $(VENV)/.installed ## an outbox of 100,000 notices drains, and pages are read meanwhile (DELIVERIES=100000)
	@$(BIN)/python -m benchmarks.outbox $(addprefix --deliveries ,$(DELIVERIES))

bench-readers: $(VENV)/.installed ## 200 people who read and 4 who decide at one server, on the store of bench-api (READERS=200 SECONDS=60 PAUSE=5)
	@$(BIN)/python -m benchmarks.readers $(addprefix --readers ,$(READERS)) $(addprefix --seconds ,$(SECONDS)) $(addprefix --pause ,$(PAUSE))

bench-nightly: $(VENV)/.installed ## cost of a nightly run (COUNTERS=10 DAYS=3 JOBS=1; a month of a hall: COUNTERS=100 DAYS=30)
	@$(BIN)/python -m benchmarks.nightly --counters $(or $(COUNTERS),10) --days $(or $(DAYS),3) --jobs $(or $(JOBS),1)

test-api-search: setup $(VENV)/.installed-dev ## search the API's description as every role for answers that break it (API_EXAMPLES=100 API_SEED=2); each find becomes a test
	@API_EXAMPLES=$(or $(API_EXAMPLES),100) API_SEED=$(or $(API_SEED),2) $(BIN)/python -m pytest tests/api/test_description_search.py

test-kill: setup $(VENV)/.installed-dev ## kill the nightly run at fifty random moments, and a live session at KILLS (100), and compare
	@$(BIN)/python -m pytest -m slow tests/pipeline/test_nightly_interrupted.py
	@KILLS=$(or $(KILLS),100) $(BIN)/python -m pytest tests/pipeline/test_live_kills.py

test-streaming: setup $(VENV)/.installed-dev ## compare live and whole-day judging over many random days (STORIES=150)
	@STORIES=$(or $(STORIES),150) $(BIN)/python -m pytest tests/pipeline/test_streaming.py

golden: setup $(VENV)/.installed-dev ## write the expected results in tests/golden again, after an intended change of events or scores
	@$(BIN)/python -m tests.golden.write

golden-signals: setup $(VENV)/.installed-dev ## the same, with new signals from the demo footage
	@$(BIN)/python -m tests.golden.write --signals

api-examples: setup $(VENV)/.installed-dev ## write the answers in api/examples again, after a change of the API
	@$(BIN)/python -m tests.support.api_examples

picture: setup $(VENV)/.installed-dev ## docs/dashboard.png, a screenshot of the demo (needs Chromium and fonts-noto-cjk)
	@$(BIN)/counterwatch demo --no-serve > /dev/null
	@$(BIN)/python -m scripts.picture

clean: ## remove everything that can be made again
	@rm -rf $(VENV) .venv-yolo .venv-scenes build dist *.egg-info demo-data .coverage .hypothesis .mypy_cache .ruff_cache .pytest_cache
