#!/usr/bin/env python3
"""Verifies checkpoints and proofs made by Lianxin with Python's standard library and the openssl program alone.

    python3 verify.py vectors.json
"""
import base64, hashlib, json, os, subprocess, sys, tempfile

b64 = lambda text: base64.b64decode(text, validate=True)
sha = lambda data: hashlib.sha256(data).digest()
node = lambda left, right: sha(b"\1" + left + right)


def signed(public_key, message, signature):
    """Ed25519, by openssl (RFC 8410 DER in front of the raw key)."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("key", "message", "signature")]
        for path, data in zip(paths, (bytes.fromhex("302a300506032b6570032100") + public_key, message, signature)):
            with open(path, "wb") as file:
                file.write(data)
        done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths[0], "-rawin", "-in", paths[1], "-sigfile", paths[2]], capture_output=True)
        return done.returncode == 0


def key(vkey):
    name, key_id, encoded = vkey.split("+", 2)
    data = b64(encoded)
    assert sha(name.encode() + b"\n" + data)[:4].hex() == key_id, "key id"
    return name, bytes.fromhex(key_id), data[1:]


def checkpoint(text, log_key, witness_key):
    """Origin, size and root; None when a signature does not hold."""
    body, signatures = text.split("\n\n")
    body += "\n"
    lines = dict(line[2:].split(" ") for line in signatures.rstrip("\n").split("\n") if line.startswith("\u2014 "))
    for name, key_id, public_key in (key(log_key), key(witness_key)):
        blob = b64(lines.get(name, ""))
        if blob[:4] != key_id:
            return None
        message, signature = body.encode(), blob[4:]
        if len(signature) == 72:  # cosignature/v1: eight bytes of time before the signature
            message, signature = b"cosignature/v1\ntime %d\n" % int.from_bytes(signature[:8], "big") + message, signature[8:]
        if not signed(public_key, message, signature):
            return None
    origin, size, root = body.rstrip("\n").split("\n")
    return origin, int(size), b64(root)


def included(leaf, index, size, path, root):  # RFC 9162, 2.1.3.2
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def continues(first, first_root, second, second_root, path):  # RFC 9162, 2.1.4.2
    if first == 0 or first == second:
        return not path and (first == 0 or first_root == second_root)
    if first & (first - 1) == 0:
        path = [first_root] + path
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


def main(path):
    with open(path, encoding="utf-8") as file:
        v = json.load(file)
    failures, known = [], {}

    def opened(text):
        if text not in known:
            known[text] = checkpoint(text, v["logKey"], v["witnessKey"])
        return known[text]

    for c in v["checkpoints"]:
        got = opened(c["text"])
        if not got or got[1:] != (c["size"], b64(c["root"])):
            failures.append("checkpoint %d" % c["size"])
    for p in v["inclusion"]:
        head, text = p["proof"].split("\n\n", 1)
        lines = head.split("\n")
        got = opened(text)
        index = int(lines[1].removeprefix("index "))
        if lines[0] != "c2sp.org/tlog-proof@v1" or not got or not included(sha(b"\0" + p["body"].encode()), index, got[1], [b64(h) for h in lines[2:]], got[2]):
            failures.append("inclusion %d of %s" % (index, got and got[1]))
    for c in v["consistency"]:
        if not continues(c["from"], b64(c["fromRoot"]), c["to"], b64(c["toRoot"]), [b64(h) for h in c["proof"]]):
            failures.append("consistency %d to %d" % (c["from"], c["to"]))
    for f in v["forged"]:
        try:
            accepted = checkpoint(f["text"], v["logKey"], v["witnessKey"])
        except (ValueError, IndexError):  # not even the form of a checkpoint
            accepted = None
        if accepted:
            failures.append("forged %s was accepted" % f["name"])
    if failures:
        sys.exit("\n".join(failures))
    print("python: %d checkpoints, %d inclusion, %d consistency proofs hold; %d forgeries refused" % tuple(len(v[k]) for k in ("checkpoints", "inclusion", "consistency", "forged")))


main(sys.argv[1])
