# Each target works as the first command on a fresh clone: it needs Python 3.11 or later, and uses uv where there is one.

PYTHON ?= $(shell for candidate in python3 python3.13 python3.12 python3.11; do \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$candidate" && break; done)
UV ?= $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
INSTALLED := .venv/.installed
SQL_CHECKED := .venv/.sql-checked
SQL = $(shell find warehouse pipelines -name '*.sql' | sort)

# Compiled modules are what makes the second start quick.
unexport PYTHONDONTWRITEBYTECODE
# A virtual environment or a path that happens to be active here must not shine through.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME
# As pip and every browser do, uv should trust what the system trusts.
export UV_SYSTEM_CERTS ?= 1
# Nothing here calls home.
export DO_NOT_TRACK := 1

.PHONY: demo test check bench docs lock clean

demo: $(INSTALLED) ## Try it on invented exports
	@$(BIN)/keepwarm demo

test: $(INSTALLED) ## Run the tests
	@$(BIN)/python -m pytest --numprocesses auto --dist loadscope

# Parsing SQL takes half a minute: what was found good and has not changed since is not asked again.
$(SQL_CHECKED): pyproject.toml $(SQL)
	@echo "$(BIN)/sqlfluff lint"
	@$(BIN)/sqlfluff lint --processes 2 --disable-progress-bar $(if $(filter pyproject.toml,$?),$(SQL),$?)
	@touch $@

check: $(INSTALLED) ## Formatting, lint, types, imports, SQL, generated documentation
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory $(SQL_CHECKED)
	$(BIN)/python -m pipelines.data_dictionary --check

# TIES="FILE ..." are histories to measure ties on, PEOPLE="FILE ..." identities to tell people apart in.
bench: $(INSTALLED) ## Measure, at small sizes; each prints one JSON object
	@$(BIN)/python -m tests.benchmarks.calendar_events
	@$(BIN)/python -m tests.benchmarks.mail --maildir
	@$(BIN)/python -m tests.benchmarks.grow
	@$(BIN)/python -m tests.benchmarks.landing
	@$(BIN)/python -m tests.benchmarks.people_scale 10000
	@$(BIN)/python -m tests.benchmarks.marts --messages 100000 --people 5000
	$(if $(TIES),@$(BIN)/python -m tests.benchmarks.ties $(TIES))
	$(if $(PEOPLE),@$(BIN)/python -m tests.benchmarks.people $(PEOPLE))
	$(if $(PEOPLE),@$(BIN)/python -m tests.benchmarks.people_weights $(PEOPLE))
	$(if $(PEOPLE),@$(BIN)/python -m tests.benchmarks.people_ablation $(PEOPLE))

docs: $(INSTALLED) ## Write docs/data.md from the comments of the tables, and the demo's output into README.md
	$(BIN)/python -m pipelines.data_dictionary
	$(BIN)/python -m tests.readme

lock: ## Choose the newest versions that fit pyproject.toml (needs uv)
	$(if $(UV),,$(error make lock needs uv))
	$(UV) pip compile --quiet --universal --upgrade --generate-hashes --no-header --no-annotate \
		pyproject.toml --group pyproject.toml:dev --output-file requirements.lock
# pip before 23.3 takes sqlalchemy[asyncio], as Prefect asks for it, for another package than sqlalchemy, and unpinned.
	@extra=$$(sed -n '/^sqlalchemy==/,/[^\\]$$/s/^sqlalchemy==/sqlalchemy[asyncio]==/;/^sqlalchemy\[/,/[^\\]$$/p' requirements.lock) \
		&& printf '%s\n' "$$extra" >> requirements.lock

clean: ## Remove what these commands made, never your data
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

with_pip = $(PYTHON) -m venv --clear .venv \
	&& $(BIN)/python -m pip install $(QUIETLY) --require-hashes -r requirements.lock \
	&& $(BIN)/python -m pip install $(QUIETLY) --no-deps --no-build-isolation -e .
with_uv = $(UV) venv --quiet --clear --python "$(or $(PYTHON),3.13)" .venv \
	&& $(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock \
	&& $(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
QUIETLY := --quiet --disable-pip-version-check --no-input

# Where uv is there but cannot do it (a company's own certificates, say), pip may.
$(INSTALLED): requirements.lock
	$(if $(PYTHON)$(UV),,$(error keepwarm needs Python 3.11 or later))
	@echo "Installing into .venv, this once"
	@$(if $(UV),{ $(with_uv); } || { $(with_pip); },$(with_pip))
	@touch $(INSTALLED)
