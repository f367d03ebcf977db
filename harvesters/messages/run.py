"""Sentences about runs, their schedule and the programs that keep them going."""

from __future__ import annotations

from collections.abc import Mapping

_FORMS_ZH = "可写：每天 02:00（daily 02:00）、工作日 08:30-17:30 每 30 分钟、每周一、四 06:00、停用（off）"
_FORMS_EN = "Write: daily 02:00 · workdays 08:30-17:30 every 30 min · weekly mon,thu 06:00 · off"
_WORKER_ZH = "运行 ./portal status 查看服务；停了就运行 ./portal up"
_WORKER_EN = "See ./portal status; if a service is down, run ./portal up"

RUN: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "schedule_unreadable": {
        "zh": ("看不懂采集时间“{text}”", _FORMS_ZH),
        "en": ("“{text}” is no schedule", _FORMS_EN),
    },
    "schedule_unreadable.time": {
        "zh": ("采集时间“{text}”里的钟点应在 00:00 至 23:59 之间", _FORMS_ZH),
        "en": ("A time in “{text}” is not between 00:00 and 23:59", _FORMS_EN),
    },
    "schedule_unreadable.window": {
        "zh": ("采集时间“{text}”的时段应从早到晚，间隔至少 1 分钟", _FORMS_ZH),
        "en": ("The window of “{text}” must end after it begins, with at least 1 minute between runs", _FORMS_EN),
    },
    "schedule_unreadable.day": {
        "zh": ("采集时间“{text}”里的星期应为 mon、tue、wed、thu、fri、sat、sun", _FORMS_ZH),
        "en": ("The days of “{text}” must be of mon, tue, wed, thu, fri, sat, sun", _FORMS_EN),
    },
    "run_open": {
        "zh": (
            "来源 {source} 正在采集（{progress}，{since} 开始），同一来源不能同时采集两次",
            "请等它结束；进度见“来源与采集”页或 ./portal status",
        ),
        "en": (
            "Source {source} is being harvested ({progress}, since {since}); a source runs once at a time",
            "Wait for its end; see the page of sources or ./portal status",
        ),
    },
    "source_unknown": {
        "zh": ("没有名为“{source}”的来源", "请核对名称；全部来源见“来源与采集”页"),
        "en": ("There is no source “{source}”", "Check the name; the page of sources lists them"),
    },
    "run_refused": {
        "zh": ("只有平台运营方和来源所属部门可以启动采集", "请与平台运营方联系"),
        "en": ("Only operators and the source's department may start a run", "Ask the operator"),
    },
    "scheduler_silent": {
        "zh": ("定时程序 {seconds} 秒没有动静，到点的采集不会自动开始", _WORKER_ZH),
        "en": ("The scheduler has been silent for {seconds} s: due sources do not start", _WORKER_EN),
    },
    "scheduler_silent.never": {
        "zh": ("定时程序还没有启动过，到点的采集不会自动开始", _WORKER_ZH),
        "en": ("The scheduler has never run: due sources do not start", _WORKER_EN),
    },
    "worker_silent": {
        "zh": ("没有工作进程在待命，采集排队后不会开始", _WORKER_ZH),
        "en": ("No worker is waiting for work: queued runs do not start", _WORKER_EN),
    },
    "run_stalled": {
        "zh": ("来源 {source} 的采集停在 {progress}，{seconds} 秒没有进程接手", _WORKER_ZH),
        "en": ("The run of source {source} stands at {progress}; nobody took it up for {seconds} s", _WORKER_EN),
    },
    "source_failed": {
        "zh": ("来源 {source} 最近一次采集没有跑完：{cause}", "{remedy}"),
        "en": ("The last run of source {source} did not end well: {cause}", "{remedy}"),
    },
    "source_partly_failed": {
        "zh": ("来源 {source} 最近一次采集有 {failed} 项失败", "来源页列出各项原因；下次采集会自动重试"),
        "en": (
            "{failed} items failed in the last run of source {source}",
            "Its page says why; the next run tries again",
        ),
    },
    "holidays_unknown": {
        "zh": (
            "节假日表还没有 {year} 年的安排，按工作日采集的来源届时按周一至周五采集",
            "国务院办公厅公布后，请更新门户版本",
        ),
        "en": (
            "The holidays of {year} are not known yet: schedules by working days then go by Monday to Friday",
            "Update the portal once they are announced",
        ),
    },
    "mirror_only": {
        "zh": (
            "服务账号 {user} 读不到来源 {source} 的文件夹 {folder}，定时采集用的是 {copied} 的副本，不会看到新文件",
            "让该账号可读：setfacl -R -m u:{user}:rX -m d:u:{user}:rX {folder}；或每次用 ./portal harvest run {source}",
        ),
        "en": (
            "{user} cannot read the folder {folder} of source {source}: scheduled runs see a copy of {copied}",
            "Let it: setfacl -R -m u:{user}:rX -m d:u:{user}:rX {folder}; or use ./portal harvest run {source}",
        ),
    },
}
