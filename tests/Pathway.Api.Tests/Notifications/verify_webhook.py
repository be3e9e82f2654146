"""Checks the signature of a message as a receiver in Python would: secret and headers as arguments, the body on the input."""
import base64
import hashlib
import hmac
import sys

secret, message_id, timestamp, signatures = sys.argv[1:5]
body = sys.stdin.buffer.read()
key = base64.b64decode(secret.removeprefix("whsec_"))
signed = f"{message_id}.{timestamp}.".encode() + body
expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
if not any(hmac.compare_digest(expected, given) for given in signatures.split(" ")):
    sys.exit("The signature does not hold.")
