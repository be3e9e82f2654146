#!/usr/bin/env python3
"""A second verifier, written from docs/verification.md alone and sharing no code with Pathway.

verify_export.py EXPORT KEY                       an exported pathway, with the public key in PEM
verify_export.py EXPORT KEY CHECKPOINT PROOF      and that the log it is proven by continues an older checkpoint,
                                                  with the answer of /api/audit/consistency from that one to the export's
Exit code 0: all holds; 1: not, and one line says what.
"""
import base64
import hashlib
import json
import subprocess
import sys
import tempfile


def number(x):
    """A double as ECMAScript writes it."""
    if x == 0:
        return "0"
    sign, digits = ("-" if x < 0 else ""), repr(abs(x))
    mantissa, _, exponent = digits.partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)
    digits = whole + fraction
    point -= len(digits) - len(digits.lstrip("0"))
    digits = digits.strip("0") if "." in mantissa or exponent else digits.lstrip("0").rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    rest = "." + digits[1:] if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def canonical(value):
    """RFC 8785."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda k: k.encode("utf-16-be"))
        return "{" + ",".join(canonical(k) + ":" + canonical(value[k]) for k in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float):
        return number(value)
    return json.dumps(value, ensure_ascii=False)


def unique(pairs):
    must(len(pairs) == len(dict(pairs)), "a name stands twice in one object")
    return dict(pairs)


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_int=float, parse_float=float, object_pairs_hook=unique)


def must(holds, otherwise):
    if not holds:
        sys.exit(otherwise)


def leaf(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from(index, size, hash_, path):
    """RFC 9162, 2.1.3.2, as the recursion that made the path, from the root down."""
    if size == 1:
        must(not path, "the path is too long")
        return hash_
    must(path, "the path is too short")
    left = 1 << (size - 1).bit_length() - 1
    if index < left:
        return node(root_from(index, left, hash_, path[:-1]), path[-1])
    return node(path[-1], root_from(index - left, size - left, hash_, path[:-1]))


def roots_from(first, size, path, earlier, whole):
    """RFC 9162, 2.1.4: the roots of the earlier and of the later tree that a consistency path leads to."""
    if first == size:
        if whole:
            must(not path, "the path is too long")
            return earlier, earlier
        must(len(path) == 1, "the path has the wrong length")
        return path[0], path[0]
    must(path, "the path is too short")
    left = 1 << (size - 1).bit_length() - 1
    if first <= left:
        before, after = roots_from(first, left, path[:-1], earlier, whole)
        return before, node(after, path[-1])
    before, after = roots_from(first - left, size - left, path[:-1], earlier, False)
    return node(path[-1], before), node(path[-1], after)


def checkpoint(note, key):
    """A signed note: checks its signature with openssl, and gives size and root."""
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    origin, size, root = text.split("\n")[:3]
    der = subprocess.run(["openssl", "pkey", "-pubin", "-in", key, "-outform", "DER"], capture_output=True, check=True).stdout
    for line in signatures.splitlines():
        dash, name, signature = line.split(" ")
        signature = base64.b64decode(signature, validate=True)
        if dash != "—" or name != origin or signature[:4] != hashlib.sha256(der).digest()[:4]:
            continue
        with tempfile.NamedTemporaryFile() as file:
            file.write(signature[4:])
            file.flush()
            done = subprocess.run(["openssl", "dgst", "-sha256", "-verify", key, "-signature", file.name], input=text.encode(), capture_output=True, check=False)
        must(done.returncode == 0, "the signature is wrong")
        return int(size), base64.b64decode(root, validate=True)
    sys.exit("the checkpoint is not signed by this key")


def main(export, key, older=None, proof=None):
    export = read(export)
    must(export["format"] == "pathway-export/1", "another format")
    size, root = checkpoint(export["checkpoint"], key)
    must(export["events"], "no events")
    before = None
    for version, event in enumerate(export["events"], start=1):
        envelope = event["envelope"]
        said = f"version {version}: "
        must(envelope["version"] == version, said + "is missing")
        must(envelope["streamId"] == export["pathwayId"], said + "of another pathway")
        now = envelope["sequence"], envelope["timestamp"]
        must(before is None or (now[0] > before[0] and now[1] >= before[1]), said + "before the one that precedes it")
        before = now
        must(0 <= event["leafIndex"] < size, said + "not in the tree")
        path = [base64.b64decode(h, validate=True) for h in event["path"]]
        must(root_from(int(event["leafIndex"]), size, leaf(canonical(envelope).encode()), path) == root, said + "altered")
    if older:
        with open(older, encoding="utf-8") as file:
            first, first_root = checkpoint(file.read(), key)
        proof = read(proof)
        must((proof["from"], proof["to"]) == (first, size), "the proof is of other sizes")
        path = [base64.b64decode(h, validate=True) for h in proof["path"]]
        must(0 < first <= size and roots_from(first, size, path, first_root, True) == (first_root, root), "the log does not continue the checkpoint")


if __name__ == "__main__":
    main(*sys.argv[1:])
