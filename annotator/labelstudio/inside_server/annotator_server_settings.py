"""Label Studio's own settings, with four differences: passwords are hashed once
(`quick_passwords`), threads take turns more often, a connection to PostgreSQL is kept, and a Redis
that happens to be there is let be.

Label Studio looks for one on port 6379 of the machine, whoever it belongs to. Here the place is a
socket in our data folder where nothing listens, unless ANNOTATOR_REDIS names a `host:port`.
Imported by Label Studio's processes alone, from this folder, as DJANGO_SETTINGS_MODULE.
"""

import os
import sys

# Its settings look at themselves while they are read, so what they look at must stand here first.
from label_studio.core.settings.base import *  # noqa: F403
from label_studio.core.settings.base import BASE_DATA_DIR, DATABASES, RQ_QUEUES
from label_studio.core.settings.label_studio import *  # noqa: F403

# A save asks the database some dozens of times, and after each answer waits until a thread that
# computes lets it go on: a millisecond, instead of Python's five.
sys.setswitchinterval(0.001)

# PostgreSQL starts a process for each connection, and each request has its own by default. Each
# thread keeps one: processes x threads of them, of the hundred that PostgreSQL allows.
if "postgresql" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}

_given = os.environ.get("ANNOTATOR_REDIS", "")

for _queue in RQ_QUEUES.values():
    if _given:
        _host, _, _port = _given.rpartition(":")
        _queue["HOST"], _queue["PORT"] = _host, int(_port)
    else:
        _queue["UNIX_SOCKET_PATH"] = os.path.join(BASE_DATA_DIR, "no-redis.socket")
        for _place in ("HOST", "PORT"):
            _queue.pop(_place, None)

PASSWORD_HASHERS = ["quick_passwords.QuickHasher"]
