"""Writes PKCS#12 files with Python's cryptography into the current directory: python3 THIS KEY PASSWORD, names and titles go to stdout."""

import json
import sys
import warnings

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs12

warnings.simplefilter("ignore")
name, password = sys.argv[1], sys.argv[2].encode()
with open(f"{name}.key", "rb") as file:
    key = serialization.load_pem_private_key(file.read(), None)
with open(f"{name}.pem", "rb") as file:
    leaf = x509.load_pem_x509_certificate(file.read())
with open("chain.pem", "rb") as file:
    chain = x509.load_pem_x509_certificates(file.read())

formats = serialization.PrivateFormat.PKCS12
encryptions = {
    "best available": serialization.BestAvailableEncryption(password),
    "none": serialization.NoEncryption(),
}
for scheme in pkcs12.PBES:
    for mac in (hashes.SHA1(), hashes.SHA256(), hashes.SHA512()):
        builder = formats.encryption_builder().kdf_rounds(1).key_cert_algorithm(scheme).hmac_hash(mac)
        encryptions[f"{scheme.name}, MAC {mac.name}"] = builder.build(password)

written = []
for index, (title, encryption) in enumerate(encryptions.items()):
    file_name = f"cryptography-{name}-{index}.p12"
    try:
        content = pkcs12.serialize_key_and_certificates(b"build", key, leaf, chain, encryption)
    except Exception:  # What this build of cryptography cannot write is no sample.
        continue
    with open(file_name, "wb") as file:
        file.write(content)
    written.append({"name": file_name, "title": title, "encrypted": title != "none"})
print(json.dumps(written))
