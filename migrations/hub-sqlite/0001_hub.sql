-- What one hub is: the secret by which it knows its own challenges again.
CREATE TABLE hub (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    secret BLOB NOT NULL
) STRICT;

-- A challenge that was answered, until it would be too old anyway: none is answered twice.
CREATE TABLE nonce (
    nonce BLOB NOT NULL PRIMARY KEY,
    until_ms INTEGER NOT NULL
) STRICT;

-- A device that showed who it is: the hash of its token, and the key that signed.
CREATE TABLE session (
    token BLOB NOT NULL PRIMARY KEY,
    device BLOB NOT NULL,
    sign_key BLOB NOT NULL,
    until_ms INTEGER NOT NULL
) STRICT;

-- A letter of an invitation.
CREATE TABLE letter (
    mailbox BLOB NOT NULL,
    slot INTEGER NOT NULL,
    body BLOB NOT NULL,
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (mailbox, slot)
) STRICT;

-- A space. Whoever changes anything in it changes this line first and so waits for its turn.
CREATE TABLE space (
    space BLOB NOT NULL PRIMARY KEY,
    pos INTEGER NOT NULL DEFAULT 0,
    kept_after INTEGER NOT NULL DEFAULT 0,
    log_len INTEGER NOT NULL,
    log_hash BLOB NOT NULL,
    used INTEGER NOT NULL DEFAULT 0,
    made_ms INTEGER NOT NULL
) STRICT;

-- An entry of a membership log, as it was signed.
CREATE TABLE log (
    space BLOB NOT NULL,
    n INTEGER NOT NULL,
    hash BLOB NOT NULL,
    signed BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (space, n)
) STRICT;

-- A member of now, as the log says it; asked only for whether a device is a member anywhere.
CREATE TABLE member (
    space BLOB NOT NULL,
    device BLOB NOT NULL,
    sign_key BLOB NOT NULL,
    PRIMARY KEY (space, device)
) STRICT;
CREATE INDEX member_device ON member (device);

-- An epoch that the log turned to.
CREATE TABLE epoch (
    space BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    commitment BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (space, epoch)
) STRICT;

-- A batch: its signed header, and its place among all batches of the space.
CREATE TABLE batch (
    space BLOB NOT NULL,
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    pos INTEGER NOT NULL,
    hash BLOB NOT NULL,
    signed BLOB NOT NULL,
    size INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (space, device, seq),
    UNIQUE (space, pos)
) STRICT;

-- A sealed body of a batch; none once it was erased or let go.
CREATE TABLE entry (
    space BLOB NOT NULL,
    pos INTEGER NOT NULL,
    ix INTEGER NOT NULL,
    key_id BLOB NOT NULL,
    hash BLOB NOT NULL,
    len INTEGER NOT NULL,
    body BLOB,
    PRIMARY KEY (space, pos, ix)
) STRICT;
CREATE INDEX entry_key ON entry (space, key_id);
CREATE INDEX entry_hash ON entry (space, hash);

-- A wrapped case key as it came in a batch; none once it was erased.
CREATE TABLE batch_wrap (
    space BLOB NOT NULL,
    pos INTEGER NOT NULL,
    ix INTEGER NOT NULL,
    key_id BLOB NOT NULL,
    body BLOB,
    PRIMARY KEY (space, pos, ix)
) STRICT;
CREATE INDEX batch_wrap_key ON batch_wrap (space, key_id);

-- A case key under the key of an epoch, one for each key: what a laptop that comes late opens first.
CREATE TABLE wrap (
    space BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    commitment BLOB NOT NULL,
    key_id BLOB NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (space, epoch, commitment, key_id)
) STRICT;
CREATE INDEX wrap_key ON wrap (space, key_id);

-- The key of an epoch, sealed to a device.
CREATE TABLE seal (
    space BLOB NOT NULL,
    device BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (space, device, epoch)
) STRICT;

-- What a device said last that it has.
CREATE TABLE ack (
    space BLOB NOT NULL,
    device BLOB NOT NULL,
    number INTEGER NOT NULL,
    oldest_epoch INTEGER NOT NULL,
    signed BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (space, device)
) STRICT;

-- What was erased on order and is not taken again: kind 1 a case key, 2 the hash of a body, 3 an attachment.
CREATE TABLE erased (
    space BLOB NOT NULL,
    kind INTEGER NOT NULL,
    name BLOB NOT NULL,
    PRIMARY KEY (space, kind, name)
) STRICT;

-- A chunk of an attachment.
CREATE TABLE chunk (
    space BLOB NOT NULL,
    blob BLOB NOT NULL,
    n INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (space, blob, n)
) STRICT;

-- A snapshot: begun by its first segment, whole once its manifest came.
CREATE TABLE snapshot (
    space BLOB NOT NULL,
    snapshot BLOB NOT NULL,
    device BLOB NOT NULL,
    pos INTEGER NOT NULL DEFAULT 0,
    signed BLOB,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (space, snapshot)
) STRICT;

-- A segment of a snapshot, as it travels.
CREATE TABLE segment (
    space BLOB NOT NULL,
    snapshot BLOB NOT NULL,
    n INTEGER NOT NULL,
    hash BLOB NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (space, snapshot, n)
) STRICT;
