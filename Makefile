.PHONY: demo test bench format up down clean build

# Installs what is missing, builds, starts the six services, loads a synthetic retailer, opens the loop.
# DEMO_EXIT=1 checks every stage against the generator's truths and stops.
demo: build
	@.build/release/maru demo $(if $(DEMO_EXIT),--exit,)

# Everything CI runs.
test:
	@ops/checks/test.sh

# Speed in release, as ratios to a floor measured in the same run; table and .build/bench.json.
bench: build
	@.build/release/maru-bench

build:
	@ops/install.sh build
	@swift build -c release

format:
	@git ls-files -z '*.swift' Package.swift | xargs -0 swift format --in-place --parallel

# The six services on this machine, with their data in ./data.
up: build
	@.build/release/maru up

# The same on PostgreSQL and nginx, in containers.
down:
	@docker compose down

clean:
	@rm -rf .build data
