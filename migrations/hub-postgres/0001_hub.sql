-- What one hub is: the secret by which it knows its own challenges again.
CREATE TABLE hub (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    secret BYTEA NOT NULL
);

-- A challenge that was answered, until it would be too old anyway: none is answered twice.
CREATE TABLE nonce (
    nonce BYTEA NOT NULL PRIMARY KEY,
    until_ms BIGINT NOT NULL
);

-- A device that showed who it is: the hash of its token, and the key that signed.
CREATE TABLE session (
    token BYTEA NOT NULL PRIMARY KEY,
    device BYTEA NOT NULL,
    sign_key BYTEA NOT NULL,
    until_ms BIGINT NOT NULL
);

-- A letter of an invitation.
CREATE TABLE letter (
    mailbox BYTEA NOT NULL,
    slot BIGINT NOT NULL,
    body BYTEA NOT NULL,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (mailbox, slot)
);

-- A space. Whoever changes anything in it changes this line first and so waits for its turn.
CREATE TABLE space (
    space BYTEA NOT NULL PRIMARY KEY,
    pos BIGINT NOT NULL DEFAULT 0,
    kept_after BIGINT NOT NULL DEFAULT 0,
    log_len BIGINT NOT NULL,
    log_hash BYTEA NOT NULL,
    used BIGINT NOT NULL DEFAULT 0,
    made_ms BIGINT NOT NULL
);

-- An entry of a membership log, as it was signed.
CREATE TABLE log (
    space BYTEA NOT NULL,
    n BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    signed BYTEA NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (space, n)
);

-- A member of now, as the log says it; asked only for whether a device is a member anywhere.
CREATE TABLE member (
    space BYTEA NOT NULL,
    device BYTEA NOT NULL,
    sign_key BYTEA NOT NULL,
    PRIMARY KEY (space, device)
);
CREATE INDEX member_device ON member (device);

-- An epoch that the log turned to.
CREATE TABLE epoch (
    space BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    commitment BYTEA NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (space, epoch)
);

-- A batch: its signed header, and its place among all batches of the space.
CREATE TABLE batch (
    space BYTEA NOT NULL,
    device BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    pos BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    signed BYTEA NOT NULL,
    size BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (space, device, seq),
    UNIQUE (space, pos)
);

-- A sealed body of a batch; none once it was erased or let go.
CREATE TABLE entry (
    space BYTEA NOT NULL,
    pos BIGINT NOT NULL,
    ix BIGINT NOT NULL,
    key_id BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    len BIGINT NOT NULL,
    body BYTEA,
    PRIMARY KEY (space, pos, ix)
);
CREATE INDEX entry_key ON entry (space, key_id);
CREATE INDEX entry_hash ON entry (space, hash);

-- A wrapped case key as it came in a batch; none once it was erased.
CREATE TABLE batch_wrap (
    space BYTEA NOT NULL,
    pos BIGINT NOT NULL,
    ix BIGINT NOT NULL,
    key_id BYTEA NOT NULL,
    body BYTEA,
    PRIMARY KEY (space, pos, ix)
);
CREATE INDEX batch_wrap_key ON batch_wrap (space, key_id);

-- A case key under the key of an epoch, one for each key: what a laptop that comes late opens first.
CREATE TABLE wrap (
    space BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    commitment BYTEA NOT NULL,
    key_id BYTEA NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (space, epoch, commitment, key_id)
);
CREATE INDEX wrap_key ON wrap (space, key_id);

-- The key of an epoch, sealed to a device.
CREATE TABLE seal (
    space BYTEA NOT NULL,
    device BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (space, device, epoch)
);

-- What a device said last that it has.
CREATE TABLE ack (
    space BYTEA NOT NULL,
    device BYTEA NOT NULL,
    number BIGINT NOT NULL,
    oldest_epoch BIGINT NOT NULL,
    signed BYTEA NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (space, device)
);

-- What was erased on order and is not taken again: kind 1 a case key, 2 the hash of a body, 3 an attachment.
CREATE TABLE erased (
    space BYTEA NOT NULL,
    kind BIGINT NOT NULL,
    name BYTEA NOT NULL,
    PRIMARY KEY (space, kind, name)
);

-- A chunk of an attachment.
CREATE TABLE chunk (
    space BYTEA NOT NULL,
    blob BYTEA NOT NULL,
    n BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (space, blob, n)
);

-- A snapshot: begun by its first segment, whole once its manifest came.
CREATE TABLE snapshot (
    space BYTEA NOT NULL,
    snapshot BYTEA NOT NULL,
    device BYTEA NOT NULL,
    pos BIGINT NOT NULL DEFAULT 0,
    signed BYTEA,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (space, snapshot)
);

-- A segment of a snapshot, as it travels.
CREATE TABLE segment (
    space BYTEA NOT NULL,
    snapshot BYTEA NOT NULL,
    n BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (space, snapshot, n)
);
