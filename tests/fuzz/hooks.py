"""What schemathesis cannot read in the OpenAPI document, told to it in code.

Loaded by schemathesis itself, see contract.py.
"""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    """Give each block an id of its own: JSON Schema has no word for that."""
    operation = context.operation.definition.raw.get("operationId")
    if operation != "analyze" or not isinstance(body, dict):
        return body
    blocks = body.get("blocks")
    seen: set[str] = set()
    for at, block in enumerate(blocks if isinstance(blocks, list) else []):
        if isinstance(block, dict) and isinstance(block.get("id"), str):
            if block["id"] in seen:
                block["id"] = f"{at} {block['id']}"[:200]
            seen.add(block["id"])
    return body
