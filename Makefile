# make run   … 準備して、http://127.0.0.1:8501 で動かす（make run PORT=8600 で番号を変える）
# make run DEMO=1 … 架空の3年分の記録で動かす（var/demo.db。本当の記録には触れない）
# make test  … 試験に要るものをそろえ、書き方・型・ふるまいを全部確かめる（make test ARGS=tests/navigator で一部だけ）
# make check / prove / bench … 内容の検査 / 全回答の証明 / 計測
# make format / lock … 書き方をそろえる / requirements*.txt を作り直す

PORT ?= 8501
ARGS ?=
DEMO ?=

VENV := .venv
PY := $(VENV)/bin/python
AXE := var/axe/node_modules/axe-core/axe.min.js
AXE_VERSION := 4.14.1
LOCK := $(PY) -m piptools compile --quiet --no-header --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --no-emit-options --strip-extras --annotation-style=line

# サーバーが出す内容と、検査する内容は、いつも同じ場所のもの（settings.py）。
CONTENT := $(if $(KURASHI_CONFIG_DIR), --config "$(KURASHI_CONFIG_DIR)")

# 架空の記録は、いつも別のファイル。DATABASE_URL に書いてある本当の記録とは混ざらない。
ifneq ($(DEMO),)
export DATABASE_URL := sqlite:///$(or $(KURASHI_VAR_DIR),$(CURDIR)/var)/demo.db
endif

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.PHONY: run test check prove bench format lock system

run: var/static.stamp
	$(PY) -m navigator check$(CONTENT)
	@$(PY) -m data migrate
	@$(PY) -m data seed$(if $(DEMO), --demo)
	@$(PY) -m data.first_account http://127.0.0.1:$(PORT)
	@echo "http://127.0.0.1:$(PORT) を開いてください（止めるときは Ctrl+C）"
	@$(PY) -m streamlit run app.py --server.port $(PORT)

# ruff と mypy は tests/test_style.py が呼ぶ。だから pytest ひとつで全部になる。
# まとめた一つのスクリプトも試すので、はじめの準備のときに取れなかったなら、もう一度まとめる。
# 順番は tests/conftest.py が決める（長いものが先）。試験が立てるサーバーが、毎回すべてを訳し直さないように、訳した控えは残す。
test: system $(VENV)/.dev.stamp var/static.stamp $(AXE)
	@ls $(or $(KURASHI_VAR_DIR),var)/static/*/packed/*/first.js >/dev/null 2>&1 || $(PY) -m web.compress
	PYTHONDONTWRITEBYTECODE= $(PY) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/.run.stamp
	$(PY) -m navigator check$(CONTENT)

prove: $(VENV)/.run.stamp
	$(PY) -m navigator prove$(CONTENT)

bench: system $(VENV)/.dev.stamp var/static.stamp
	$(PY) -m bench

format: $(VENV)/.dev.stamp
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

lock: $(VENV)/.dev.stamp
	$(LOCK) --upgrade --output-file requirements.txt requirements.in
	$(LOCK) --upgrade --output-file requirements-dev.txt requirements-dev.in

$(VENV)/.run.stamp: requirements.txt
	python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev.stamp: requirements-dev.txt $(VENV)/.run.stamp
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# スクリプトを一つにまとめ、静的ファイルを圧縮する。一度だけ（約 1 分）。まとめる道具（80 MB）は取ってきて、すぐ捨てる。
# 取れないときは、まとめないで続ける。Streamlit の版が変わると requirements.txt も変わり、もう一度動く。
var/static.stamp: $(VENV)/.run.stamp web/pack.py web/pack.mjs web/preloads.py
	@mkdir -p var
	$(PY) -m web.compress
	@touch $@

# package.json も lock も置かない。版はこのファイルの AXE_VERSION だけが決める。
$(AXE): Makefile | system
	@mkdir -p var/axe
	npm install --prefix var/axe --no-save --no-package-lock --ignore-scripts --no-audit --no-fund \
		--loglevel=error axe-core@$(AXE_VERSION)
	@touch $@

# 試験の画面は本物のブラウザと日本語の字形で開く（libatomic1 は playwright が要る）。すでにあれば何もしない。
# Debian は入れたサービスをその場で動かす。nginx ならポート80が外に開き、何もないのに「ようこそ」を出す。nginx に
# プログラムだけのパッケージはないので、入れるあいだだけ「何も動かさない」（policy-rc.d の 101）と答え、失敗しても消す。
# もとからその答えがあれば、そのまま使う。入れた nginx は、機械を入れ直しても動き出さないようにする。
POLICY := /usr/sbin/policy-rc.d
NGINX := /usr/sbin/nginx
system:
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	[ -n "$$(fc-list :lang=ja 2>/dev/null)" ] || missing="$$missing fontconfig fonts-ipaexfont"; \
	command -v npm >/dev/null || missing="$$missing nodejs npm"; \
	[ -x /usr/lib/postgresql/15/bin/initdb ] || missing="$$missing postgresql-15"; \
	[ -x $(NGINX) ] || missing="$$missing nginx"; \
	/sbin/ldconfig -p 2>/dev/null | grep -q 'libatomic\.so\.1 ' || missing="$$missing libatomic1"; \
	[ -n "$$missing" ] || exit 0; \
	sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	for tool in apt-get $$sudo; do command -v $$tool >/dev/null || \
		{ echo "$$tool がないので、ここでは入れられません。次のものを管理者が入れてから、もう一度:$$missing" >&2; exit 1; }; \
	done; \
	echo "入れます:$$missing"; \
	$$sudo apt-get update -qq || exit 1; \
	if [ ! -e $(POLICY) ]; then \
		trap '$$sudo rm -f $(POLICY)' EXIT; trap 'exit 130' HUP INT TERM; \
		printf '#!/bin/sh\nexit 101\n' | $$sudo tee $(POLICY) >/dev/null && $$sudo chmod 755 $(POLICY) || exit 1; \
	fi; \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null || exit 1; \
	case "$$missing" in *nginx*) $$sudo update-rc.d nginx disable >/dev/null;; esac
