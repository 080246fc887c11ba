"""Reads all contacts through Hubward with `requests`, and waits when it is told to."""
import os
import time

import requests

base = os.environ.get("HUBWARD_URL", "http://127.0.0.1:4110") + "/hubspot/main"
hubspot = requests.Session()
hubspot.headers["Authorization"] = f"Bearer {os.environ['HUBWARD_KEY']}"
# Nobody is waiting for this: people's calls go first.
hubspot.headers["X-Hubward-Lane"] = "bulk"


def contacts():
    after = None
    while True:
        params = {"limit": 100, "properties": "email", **({"after": after} if after else {})}
        answer = hubspot.get(f"{base}/crm/v3/objects/contacts", params=params)
        if answer.status_code == 429:
            time.sleep(int(answer.headers.get("Retry-After", "1")))
            continue
        if not answer.ok:
            raise SystemExit(f"{answer.status_code}: {answer.json()['message']}")
        page = answer.json()
        yield from page["results"]
        after = page.get("paging", {}).get("next", {}).get("after")
        if after is None:
            return


if __name__ == "__main__":
    for contact in contacts():
        print(contact["id"], contact["properties"].get("email"))
