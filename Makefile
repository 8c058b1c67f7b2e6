# make          build the program
# make run      install what is missing, build, start the wizard in practice mode
# make test     everything a newcomer runs; `make help` lists the rest

# What a bare Debian or Ubuntu needs. `make run` and `make test` both use this one list.
PACKAGES = gcc make pkg-config libncurses-dev libconfig-dev libsodium-dev libsqlite3-dev libjansson-dev libseccomp-dev libutf8proc-dev \
           libcmocka-dev libvterm-dev tmux groff-base libpango1.0-dev fonts-dejavu-core poppler-utils
# What the slower checks and the benchmarks need beyond that (`make check-packages`).
CHECK_PACKAGES = clang clang-tidy clang-format cppcheck valgrind dialog zsh fish

PREFIX ?= /usr/local
VERSION := 0.1.0
VARIANT ?= release
# One short line for each file; V=1 shows the commands.
Q := $(if $(V),,@)
say = $(if $(V),,@echo "  $(1) $@")
BUILD := build/$(VARIANT)

CC ?= gcc
PKGS := ncursesw libconfig libsodium sqlite3 jansson libseccomp libutf8proc
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wvla -Wformat=2 -Wcast-qual -Wwrite-strings -Wundef -Werror
GCC_WARN := -Wimplicit-fallthrough=5 -Wnull-dereference -Wduplicated-cond -Wlogical-op
CLANG_WARN := -Wimplicit-fallthrough -Wcomma -Wconditional-uninitialized -Wunreachable-code
IS_CLANG := $(findstring clang,$(shell $(CC) --version 2>/dev/null | head -n 1))
WARN += $(if $(IS_CLANG),$(CLANG_WARN),$(GCC_WARN))

FLAGS_release := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LINK_release := -pie -Wl,-z,relro,-z,now
FLAGS_clang := $(FLAGS_release)
LINK_clang := $(LINK_release)
FLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LINK_asan := -fsanitize=address,undefined
FLAGS_debug := -O0 -g
FLAGS_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LINK_fuzz := -fsanitize=address,undefined

DATADIR = $(PREFIX)/share/intake
LIBEXECDIR = $(PREFIX)/libexec/intake
UNITDIR = $(PREFIX)/lib/systemd/system
MANDIR = $(PREFIX)/share/man
COMPLETIONS = bash-completion/completions zsh/site-functions fish/vendor_completions.d
SYSCONFDIR = $(if $(filter /usr,$(PREFIX)),/etc,$(PREFIX)/etc)/intake
CPPFLAGS += -Isrc -D_XOPEN_SOURCE=700
# What alone knows where it is installed; PLACES changes only when one of these does.
PLACED := $(BUILD)/src/main.o $(BUILD)/src/command/bundle.o $(BUILD)/src/command/help.o $(BUILD)/src/command/page.o \
          $(BUILD)/src/command/print.o $(BUILD)/src/command/sitting.o
PLACES := $(BUILD)/places
PLACE_FLAGS = -DINTAKE_VERSION='"$(VERSION)"' -DINTAKE_DATADIR='"$(DATADIR)"' -DINTAKE_SYSCONFDIR='"$(SYSCONFDIR)"' \
              -DINTAKE_LIBEXECDIR='"$(LIBEXECDIR)"'
CFLAGS_ALL = -std=c11 $(WARN) $(FLAGS_$(VARIANT)) $(CFLAGS)
HAVE_PKGS := $(shell pkg-config --exists $(PKGS) 2>/dev/null && echo yes)
ifeq ($(HAVE_PKGS),yes)
# ncurses asks for an older POSIX than the code is written to.
PKG_CFLAGS := $(filter-out -D_XOPEN_SOURCE=%,$(shell pkg-config --cflags $(PKGS)))
PKG_LIBS := $(shell pkg-config --libs $(PKGS))
endif
# The program carries its libraries where their archives are installed, as Debian's -dev packages do: it starts a millisecond sooner and
# is one file to take to a clinic without a network. SHARED=1 leaves them to the system, whose updates then reach it.
archive = $(filter /%,$(shell $(CC) -print-file-name=$(patsubst -l%,lib%.a,$(1))))
PROGRAM_LIBS = $(if $(SHARED),$(PKG_LIBS),$(foreach lib,$(PKG_LIBS),$(or $(call archive,$(lib)),$(lib))) -lm -lpthread -ldl)
TEST_LIBS = $(shell pkg-config --libs cmocka vterm) -lutil

# What draws PDF is a program of its own: pango and cairo are in nothing else.
PRINT_PKGS := pangocairo
PRINT_CFLAGS = $(shell pkg-config --cflags $(PRINT_PKGS))
PRINT_SOURCES := $(wildcard src/print/*.c)
PRINT_OBJECTS := $(PRINT_SOURCES:%.c=$(BUILD)/%.o)
PRINT_PROGRAM := $(BUILD)/intake-print

SOURCES := $(filter-out src/main.c $(PRINT_SOURCES),$(wildcard src/*/*.c src/*/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LIBRARY := $(BUILD)/libintake.a
PROGRAM := $(BUILD)/intake
TEST_PROGRAMS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c tests/term/test_*.c))
TEST_HELPERS := $(patsubst tests/%.c,$(BUILD)/tests/%.o,\
    $(filter-out tests/unit/test_%.c tests/term/test_%.c,$(wildcard tests/unit/*.c tests/term/*.c)))
BENCH_PROGRAMS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/bench/bench_*.c))
BENCH_HELPERS := $(BUILD)/tests/bench/bench.o $(BUILD)/tests/bench/generate.o \
    $(BUILD)/tests/unit/wizard_play.o $(BUILD)/tests/unit/wizard_models.o $(BUILD)/tests/unit/wizard_patient.o
FUZZ_NAMES := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))

# The manual is made of the program's own help and of the references for authors.
MANUAL := $(BUILD)/man/intake.1
MANUAL_SOURCES := $(wildcard src/man/*) forms/README.md config/README.md

.PHONY: always faults counted sanitize sanitize-run all run test check packages check-packages install uninstall clean \
        layers shells format format-check asan valgrind tidy cppcheck analyze bench fuzz-smoke ci help clang dist
.SECONDARY:

all: $(PROGRAM) $(PRINT_PROGRAM) $(MANUAL) ## build the program

run: packages ## install what is missing, build, start the wizard in practice mode
	@$(MAKE) --no-print-directory all
	@INTAKE_FORMS=forms INTAKE_CONFIG=config $(PROGRAM) start --practice

test: packages ## install what is missing, run everything a newcomer runs
	@$(MAKE) --no-print-directory check

# One line that says what to type, where we may not install ourselves.
define install_missing
	@missing=; for p in $(1); do \
	    dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; \
	done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then \
	    echo "Please install what these Debian packages hold:$$missing" >&2; exit 1; \
	elif [ "$$(id -u)" = 0 ]; then apt=; \
	elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then apt=sudo; \
	else echo "Please run:  apt-get install$$missing   (as root)" >&2; exit 1; fi; \
	echo "Installing:$$missing"; \
	DEBIAN_FRONTEND=noninteractive $$apt apt-get install -y -q $$missing >build-packages.log 2>&1 || \
	{ $$apt apt-get update -q >>build-packages.log 2>&1; \
	  DEBIAN_FRONTEND=noninteractive $$apt apt-get install -y -q $$missing >>build-packages.log 2>&1; } || \
	{ cat build-packages.log >&2; rm -f build-packages.log; \
	  echo "Please run:  apt-get install$$missing   (as root)" >&2; exit 1; }; \
	rm -f build-packages.log
endef

packages: ## install what building and testing need
	$(call install_missing,$(PACKAGES))

check-packages: ## install what the slower checks and the benchmarks need, too
	$(call install_missing,$(PACKAGES) $(CHECK_PACKAGES))

$(PROGRAM): $(BUILD)/src/main.o $(LIBRARY)
	$(call say,link)
	$(Q)$(CC) $(LINK_$(VARIANT)) $(LDFLAGS) -o $@ $^ $(PROGRAM_LIBS)

$(MANUAL): $(PROGRAM) $(MANUAL_SOURCES) $(PLACES)
	$(call say,man )
	$(Q)src/man/make $(PROGRAM) $(@D) $(VERSION) $(DATADIR) $(SYSCONFDIR)

$(PRINT_PROGRAM): $(PRINT_OBJECTS) $(LIBRARY)
	$(call say,link)
	$(Q)$(CC) $(LINK_$(VARIANT)) $(LDFLAGS) -o $@ $^ $(shell pkg-config --libs $(PRINT_PKGS) libutf8proc)

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	@$(AR) rcs $@ $^

$(PLACES): always
	@mkdir -p $(@D)
	@echo '$(VERSION) $(DATADIR) $(SYSCONFDIR) $(LIBEXECDIR)' | cmp -s - $@ || echo '$(VERSION) $(DATADIR) $(SYSCONFDIR) $(LIBEXECDIR)' >$@

$(PLACED): $(PLACES)
$(PLACED): CPPFLAGS += $(PLACE_FLAGS)

# The headers of others are not held to our warnings.
$(PRINT_OBJECTS): PKG_CFLAGS = $(patsubst -I%,-isystem %,$(PRINT_CFLAGS))

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,cc  )
	$(Q)$(CC) $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	$(call say,cc  )
	$(Q)$(CC) $(CPPFLAGS) -Itests $(PKG_CFLAGS) $(CFLAGS_ALL) -Wno-missing-prototypes -MMD -MP -c -o $@ $<

$(BUILD)/tests/unit/test_%: $(BUILD)/tests/unit/test_%.o $(TEST_HELPERS) $(LIBRARY)
	$(call say,link)
	$(Q)$(CC) $(LINK_$(VARIANT)) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(TEST_LIBS)

$(BUILD)/tests/term/test_%: $(BUILD)/tests/term/test_%.o $(TEST_HELPERS) $(LIBRARY)
	$(call say,link)
	$(Q)$(CC) $(LINK_$(VARIANT)) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(TEST_LIBS)

# A fuzz target over its corpus, without a fuzzer.
$(BUILD)/tests/fuzz/replay_%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/fuzz/replay.o $(TEST_HELPERS) $(LIBRARY)
	$(call say,link)
	$(Q)$(CC) $(LINK_$(VARIANT)) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(TEST_LIBS)

$(BUILD)/tests/bench/bench_%: $(BUILD)/tests/bench/bench_%.o $(BENCH_HELPERS) $(LIBRARY)
	$(call say,link)
	$(Q)$(CC) $(LINK_$(VARIANT)) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) -lutil -lm

# These watch the whole program on a pseudo-terminal.
$(BUILD)/tests/bench/bench_kiosk $(BUILD)/tests/bench/bench_review: %: %.o $(BUILD)/tests/bench/bench.o $(TEST_HELPERS) $(LIBRARY)
	$(call say,link)
	$(Q)$(CC) $(LINK_$(VARIANT)) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(TEST_LIBS) -lm

-include $(shell find build -name '*.d' 2>/dev/null)

check: all $(TEST_PROGRAMS) $(FUZZ_NAMES:%=$(BUILD)/tests/fuzz/replay_%) ## the tests alone; UPDATE=1 writes the goldens anew
	@tests/run $(BUILD)

layers: $(LIBRARY) ## each room uses only rooms below it, the pure ones are pure, every file has its row
	@tests/layers $(BUILD)

install: all ## for all users: PREFIX=/usr/local, DESTDIR= for a package
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(LIBEXECDIR) $(DESTDIR)$(DATADIR) $(DESTDIR)$(SYSCONFDIR) $(DESTDIR)$(UNITDIR)
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/intake
	install -m 755 $(PRINT_PROGRAM) $(DESTDIR)$(LIBEXECDIR)/intake-print
	cp -R forms $(DESTDIR)$(DATADIR)/
	install -d $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man5 $(COMPLETIONS:%=$(DESTDIR)$(PREFIX)/share/%)
	install -m 644 $(MANUAL) $(DESTDIR)$(MANDIR)/man1/
	install -m 644 $(BUILD)/man/intake-form.5 $(BUILD)/man/intake-rules.5 $(DESTDIR)$(MANDIR)/man5/
	install -m 644 src/completion/intake.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/intake
	install -m 644 src/completion/_intake $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_intake
	install -m 644 src/completion/intake.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/intake.fish
	for f in config/*.cfg; do \
	    [ -e $(DESTDIR)$(SYSCONFDIR)/$${f##*/} ] || install -m 644 $$f $(DESTDIR)$(SYSCONFDIR)/; done
	sed 's,/usr/local/,$(PREFIX)/,' config/intake-kiosk.service >$(DESTDIR)$(UNITDIR)/intake-kiosk.service
	chmod 644 $(DESTDIR)$(UNITDIR)/intake-kiosk.service

uninstall: ## take that away again, all but the settings in etc
	rm -rf $(DESTDIR)$(PREFIX)/bin/intake $(DESTDIR)$(LIBEXECDIR) $(DESTDIR)$(DATADIR) $(DESTDIR)$(UNITDIR)/intake-kiosk.service
	rm -f $(DESTDIR)$(MANDIR)/man1/intake.1 $(DESTDIR)$(MANDIR)/man5/intake-form.5 $(DESTDIR)$(MANDIR)/man5/intake-rules.5 \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/intake $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_intake \
	    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/intake.fish

clang: ## build with clang and its warnings
	$(MAKE) CC=clang VARIANT=clang all

asan: ## all tests under the address and undefined-behaviour sanitizers
	$(MAKE) VARIANT=asan check

# The unit tests alone under the sanitizers: what CI has time for.
UNIT_PROGRAMS := $(filter $(BUILD)/tests/unit/%,$(TEST_PROGRAMS))
sanitize-run: $(UNIT_PROGRAMS)
	@for t in $^; do env -u TERM LC_ALL=C.UTF-8 TZ=UTC $$t >$(BUILD)/one.log 2>&1 || \
	    { echo "FAIL $$t"; tail -n 40 $(BUILD)/one.log; exit 1; }; done; echo "sanitizers: clean"

sanitize: ## the unit tests alone under them
	$(MAKE) VARIANT=asan sanitize-run

valgrind: $(TEST_PROGRAMS) ## the tests under valgrind
	@tests/valgrind $(BUILD)

# Completion in the shells a newcomer need not have (`make test` asks bash).
shells: $(PROGRAM) ## completion in zsh and fish
	@INTAKE=$(PROGRAM) tests/shell/completion.sh zsh fish

tidy: ## what clang-tidy finds
	@tests/tidy $(CPPFLAGS) $(PKG_CFLAGS) $(patsubst -I%,-isystem %,$(PRINT_CFLAGS)) $(PLACE_FLAGS)

cppcheck: ## what cppcheck finds
	cppcheck --quiet --std=c11 --library=./.cppcheck.cfg --enable=warning,performance,portability --inline-suppr \
	    --error-exitcode=1 --suppress=missingIncludeSystem -Isrc src

analyze: ## what gcc's own analyzer finds
	$(MAKE) VARIANT=analyze CFLAGS=-fanalyzer all

$(BUILD)/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(TEST_HELPERS) $(LIBRARY)
	$(call say,link)
	$(Q)$(CC) $(LINK_$(VARIANT)) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(TEST_LIBS)

FUZZ_SECONDS ?= 20
fuzz-%: ## fuzz one target for FUZZ_SECONDS=20
	$(MAKE) CC=clang VARIANT=fuzz build/fuzz/fuzz_$*
	mkdir -p build/fuzz/found/$*
	build/fuzz/fuzz_$* -max_total_time=$(FUZZ_SECONDS) -max_len=65536 -rss_limit_mb=2048 -print_final_stats=0 -verbosity=0 \
	    -artifact_prefix=build/fuzz/ build/fuzz/found/$* tests/fuzz/corpus/$*

fuzz-smoke: ## each target for that long
	@for n in $(FUZZ_NAMES); do $(MAKE) --no-print-directory fuzz-$$n || exit 1; done

$(BUILD)/robust/fail.so: tests/robust/fail.c
	@mkdir -p $(@D)
	$(call say,cc  )
	$(Q)$(CC) $(CPPFLAGS) -std=c11 $(WARN) -Wno-missing-prototypes -O2 -fPIC -shared -o $@ $<

$(BUILD)/tests/robust/%: $(BUILD)/tests/robust/%.o $(BUILD)/tests/robust/after.o $(TEST_HELPERS) $(LIBRARY)
	$(call say,link)
	$(Q)$(CC) $(LINK_$(VARIANT)) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(TEST_LIBS)

# Every call that saves fails once, or kills: in practice and in a real interview, in lines and in the wizard; at the desk.
FAULTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(addprefix tests/robust/,wizard.c sealed_line.c sealed_start.c sealed_kiosk.c desk.c))
# Who sits at a screen reads: of these runs each so manyth, in CI. FAULT_STRIDE=1: all, an hour. It has no factor in
# common with the ways of failing, five and six, or some of these would never be tried.
FAULT_STRIDE ?= 11
faults: faults-lines $(FAULTS:=.ran) ## every call that saves fails once, or kills; FAULT_STRIDE=1: in every run, an hour
.PHONY: faults-lines $(FAULTS:=.ran)
faults-lines: $(PROGRAM) $(BUILD)/robust/fail.so
	@tests/robust/run $(BUILD)
$(FAULTS:=.ran): %.ran: % $(PROGRAM) $(BUILD)/robust/fail.so
	@INTAKE=$(BUILD)/intake $< $(CURDIR)/$(BUILD)/robust/fail.so $(FAULT_STRIDE)

counted: check-packages ## ten times the size costs about ten times the instructions, and no more
	@$(MAKE) --no-print-directory all $(BENCH_PROGRAMS)
	@tests/counted/run $(BUILD)

bench: check-packages ## times and sizes, measured
	@$(MAKE) --no-print-directory all $(BENCH_PROGRAMS) $(BUILD)/robust/fail.so
	@tests/bench/run $(BUILD)

format: ## clang-format over all sources
	clang-format -i $$(git ls-files '*.c' '*.h')

format-check: ## the same, looking only
	clang-format --dry-run -Werror $$(git ls-files '*.c' '*.h')

ci: ## everything, the slower checks behind the tests
	.ci/run

clean: ## remove what was built
	rm -rf build

dist: ## the last commit as build/intake-VERSION.tar.gz
	git archive --prefix=intake-$(VERSION)/ -o build/intake-$(VERSION).tar.gz HEAD

help: ## this list
	@echo "example: make run"
	@echo "         make -j4 test V=1                four at a time; the commands shown"
	@echo "         make VARIANT=debug               build/debug/intake, for a debugger"
	@echo
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / { sub("%", "NAME", $$1); printf "  %-14s  %s\n", $$1, $$2 }' Makefile
