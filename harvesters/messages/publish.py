"""What the portal's doors say when they refuse, hold or cannot go on: code → language → (sentence, how to mend)."""

from __future__ import annotations

from collections.abc import Mapping

PUBLISH: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "held": {
        "zh": ("已通过机器检查，正在等待{reviewer}审核，审核通过后自动发布。进度见 {report}", ""),
        "en": (
            "The machine checks passed; it waits for review by {reviewer} and is published on approval. See {report}",
            "",
        ),
    },
    "code_taken": {
        "zh": (
            "信息资源代码 {identifier} 已被使用。更新本部门的这个数据集请用更新操作；新数据集请换一个代码",
            "",
        ),
        "en": (
            "Resource code {identifier} is in use. Update your own dataset; for a new one, use another code",
            "",
        ),
    },
    "code_fixed": {
        "zh": ("已发布数据集的信息资源代码是 {identifier}，不能改变。若是另一个数据集，请新建", ""),
        "en": (
            "The resource code of this published dataset is {identifier} and stays. For another dataset, make one",
            "",
        ),
    },
    "conflict": {
        "zh": ("信息资源代码 {identifier} 属于另一个部门，不能覆盖。请核对代码，或与平台运营方联系", ""),
        "en": ("Resource code {identifier} belongs to another department. Check the code or contact the operator", ""),
    },
    "not_found": {
        "zh": ("没有找到。请核对标识；也可能它还没有公开", ""),
        "en": ("Not found. Check the id; it may also not be public yet", ""),
    },
    "dataset_not_found": {"zh": ("没有找到这个数据集", ""), "en": ("Dataset not found", "")},
    "report_not_found": {"zh": ("没有找到这份校验报告", ""), "en": ("Report not found", "")},
    "not_in_ledger": {
        "zh": ("这个数据集不是经由发布流程建立的，不能直接修改。请与平台运营方联系", ""),
        "en": ("This dataset did not come through publication and cannot be changed here. Contact the operator", ""),
    },
    "file_needed": {
        "zh": ("已发布的数据集至少要有一个数据文件。请先上传新文件，再删除旧文件", ""),
        "en": ("A published dataset needs at least one file. Upload the new file before deleting the old one", ""),
    },
    "file_needed_for": {
        "zh": ("以下资源还没有上传文件：{titles}。请用 resource_update 上传文件，或删除这些资源", ""),
        "en": ("No file yet for: {titles}. Upload it with resource_update, or delete these resources", ""),
    },
    "link_refused": {
        "zh": ("数据文件必须上传到平台，不能只登记链接。请用 upload 参数上传文件", ""),
        "en": ("Files must be uploaded; links are not accepted. Send the file as `upload`", ""),
    },
    "not_a_list_of_objects": {
        "zh": ('{field} 应当是由对象组成的列表，例如 [{{"name": "…"}}]', ""),
        "en": ('{field} must be a list of objects, such as [{{"name": "…"}}]', ""),
    },
    "not_a_text": {
        "zh": ("{field} 应当是一段文字", ""),
        "en": ("{field} must be a text", ""),
    },
    "nul_character": {
        "zh": ("{field} 中有空字符（U+0000），数据库无法保存。请删除后重新提交", ""),
        "en": ("{field} holds a null character (U+0000), which no database keeps. Remove it and submit again", ""),
    },
    "upload_missing": {
        "zh": ("没有收到文件内容。请先建立数据集，再用 resource_create 的 upload 参数上传文件", ""),
        "en": (
            "No file content arrived. Create the dataset first, then send the file as `upload` of resource_create",
            "",
        ),
    },
    "upload_too_large": {
        "zh": (
            "文件有 {size} 字节，超过一次上传的上限 {limit} 字节。请放进已登记的数据来源文件夹，由采集程序读取",
            "",
        ),
        "en": (
            "The file has {size} bytes, above the limit of {limit}. Deliver it through a registered source folder",
            "",
        ),
    },
    "dictionary_unreadable": {
        "zh": (
            "数据字典（items 或 schema）读不懂。items 应是列表，schema 应是含 fields 列表的 Table Schema，均为 JSON",
            "",
        ),
        "en": (
            "The dictionary cannot be read: items must be a JSON list, schema a Table Schema with a list of fields",
            "",
        ),
    },
    "bad_resource_id": {
        "zh": ("资源标识不可用。请不要填写 id，由平台分配", ""),
        "en": ("This resource id cannot be used. Leave id out; the portal assigns one", ""),
    },
    "owner_unknown": {
        "zh": ("没有这个部门：{owner}。请在 owner_org 填写本部门的标识", ""),
        "en": ("No such organisation: {owner}. Give your organisation's slug in owner_org", ""),
    },
    "move_refused": {
        "zh": ("数据集不能换部门。如职能已调整，请与平台运营方联系，由运营方办理移交", ""),
        "en": ("A dataset cannot change its organisation here. Ask the operator for a hand-over", ""),
    },
    "delete_refused": {
        "zh": ("数据集不能删除，只能撤回并保留说明页。请向平台运营方申请撤回，写明理由", ""),
        "en": (
            "Datasets are not deleted but withdrawn, with a page that says why. Ask the operator, giving the reason",
            "",
        ),
    },
    "unpublish_refused": {
        "zh": ("已发布的数据集不能改回草稿。要更正内容，请直接提交新的版本；要停止开放，请申请撤回", ""),
        "en": ("A published dataset cannot become a draft again. Submit a new version, or ask for withdrawal", ""),
    },
    "private_refused": {
        "zh": ("平台不设非公开数据集。不予开放的数据请不要提交；尚未完成的请保存为草稿（state=draft）", ""),
        "en": (
            "There are no private datasets here. Do not submit what is not open; keep unfinished work as state=draft",
            "",
        ),
    },
    "state_unknown": {
        "zh": ("不认识的状态 {state}。只能是 draft（草稿）或 active（提交发布）", ""),
        "en": ("Unknown state {state}: only draft or active", ""),
    },
    "relationship_refused": {
        "zh": ("数据集之间的关联写在目录记录的关联资源代码（related_codes）中，请用 package_patch 修改", ""),
        "en": ("Relations are written in the record's related_codes; change it with package_patch", ""),
    },
    "view_refused": {
        "zh": ("预览由平台从已校验的数据生成，不能手工添加或修改视图", ""),
        "en": ("Previews are made from the validated data; views cannot be added or changed by hand", ""),
    },
    "datastore_refused": {
        "zh": ("数据表由已校验的文件生成，不能直接写入。请用 resource_update 上传新的数据文件", ""),
        "en": (
            "Tables are derived from validated files and cannot be written. Upload a new file with resource_update",
            "",
        ),
    },
    "collaborator_refused": {
        "zh": ("发布权限按部门授予，不按单个数据集授予。请由运营方把账号加入部门", ""),
        "en": ("Rights are granted by organisation, not by dataset. Ask the operator to add the account to it", ""),
    },
    "tag_refused": {
        "zh": ("关键字写在目录记录的 keywords 中，请用 package_patch 修改", ""),
        "en": ("Keywords are part of the record; change `keywords` with package_patch", ""),
    },
    "file_refused": {
        "zh": ("文件随数据集资源上传，请用 resource_create 或 resource_update 的 upload 参数", ""),
        "en": ("Files come with a resource: use `upload` of resource_create or resource_update", ""),
    },
    "category_refused": {
        "zh": ("开放类别由目录标准规定，不能删除", ""),
        "en": ("Categories are set by the catalogue standard and are not deleted", ""),
    },
    "name_fixed": {
        "zh": ("标识一经建立不再改变，数据集和来源都以它为准。可以修改名称和说明", ""),
        "en": ("The id stays, since datasets and sources refer to it. Change the title or the description", ""),
    },
    "member_refused": {
        "zh": ("数据集的开放类别由目录记录的 category 决定，请用 package_patch 修改", ""),
        "en": ("A dataset's category comes from its record; change `category` with package_patch", ""),
    },
    "members_refused": {
        "zh": ("成员名单只对本部门开放", ""),
        "en": ("The list of members is for the organisation itself", ""),
    },
    "operators_only": {
        "zh": ("这项操作只有平台运营方可以进行。需要时请与平台运营方联系", ""),
        "en": ("Only the operator may do this. Ask the operator if it is needed", ""),
    },
    "reviewers_only": {
        "zh": ("只有审核人员可以批准或退回", ""),
        "en": ("Only reviewers may approve or return", ""),
    },
    "reason_needed": {"zh": ("退回必须写明原因，让部门知道如何修改", ""), "en": ("A return needs a reason", "")},
    "approval_needs_reason": {
        "zh": ("数据含个人信息（G-12、G-15），批准时必须写明理由，记入日志", ""),
        "en": ("The data hold personal information (G-12, G-15): an approval needs a reason, for the log", ""),
    },
    "second_officer": {
        "zh": ("您已同意过。数据含个人信息（G-12、G-15），须由另一名审核人员再次同意才能发布", ""),
        "en": ("You have agreed already. Personal data (G-12, G-15) need a second, different officer", ""),
    },
    "decision_unknown": {
        "zh": ("不认识的操作 {action}。只能是 approve（批准）或 return（退回）", ""),
        "en": ("Unknown action {action}: only approve or return", ""),
    },
    "still_lacking": {
        "zh": ("编目信息还缺：{labels}，不能批准。请退回并写明，由部门补填后重新提交", ""),
        "en": ("The record still lacks: {labels}. Return it, so that the department can supply them", ""),
    },
    "details_inside": {
        "zh": ("本数据集有条件开放，涉及具体数据的问题详情只对本部门显示", ""),
        "en": ("This dataset is open on conditions: details that quote its data are shown to its department only", ""),
    },
    "no_longer_held": {
        "zh": ("这一项已不在等待审核：可能已由他人处理，或部门已提交新的版本。请刷新待审核列表", ""),
        "en": ("This item no longer waits: somebody decided it, or a newer delivery replaced it. Reload the list", ""),
    },
    "publish_refused": {
        "zh": ("校验已通过，但写入目录时被拒绝：{detail}", "请把这条信息发给平台运营方"),
        "en": ("The checks passed, but the catalogue refused the record: {detail}", "Send this to the operator"),
    },
    "lease_lost": {
        "zh": ("本次运行由另一个工作进程接续", ""),
        "en": ("Another worker took this run over", ""),
    },
}
