"""One catalogue record that passes every rule; each suite changes what its case is about."""

from __future__ import annotations

from typing import Any


def passing_record(**more: Any) -> dict[str, Any]:
    """A record of org ``demo`` for unconditional opening, without title and code unless ``more`` gives them."""
    return {
        "catalog_class": "211002",
        "source_system": "演示系统",
        "owner_org": "demo",
        "notes": "用于测试的演示数据。",
        "category": "road-transport",
        "data_domain": ["6"],
        "region_code": "370100",
        "share_type": "1",
        "share_use": "工作参考",
        "share_method_class": "platform",
        "share_method_type": "file",
        "open_type": "unconditional",
        "update_cycle": "yearly",
        "issued": "2026-01-05",
        "license_id": "sd-open-licence",
        "security_level": "general_1",
        "contact_dept_phone": "0531-00000000",
        **more,
    }
