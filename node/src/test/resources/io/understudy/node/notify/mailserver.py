# A mail server for tests: python3 mailserver.py PORT CERTIFICATE KEY starttls|tls
# It takes mail of the user "understudy" with the password "a long enough password" alone, refuses
# the recipient nobody@example.org, and writes each mail to its standard output as a line of JSON.
import asyncio, json, ssl, sys
from email import message_from_bytes, policy
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

port, certificate, key, mode = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(certificate, key)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == "nobody@example.org":
            return "550 there is no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        print(json.dumps({
            "to": envelope.rcpt_tos, "from": envelope.mail_from, "subject": str(mail["Subject"]),
            "id": str(mail["Message-ID"]), "key": str(mail["X-Understudy-Key"]),
            "text": mail.get_content(), "tls": mode == "tls" or session.ssl is not None}), flush=True)
        return "250 OK"


def login(server, session, envelope, mechanism, data):
    good = (isinstance(data, LoginPassword) and data.login == b"understudy"
            and data.password == b"a long enough password")
    return AuthResult(success=good, handled=False) if not good else AuthResult(success=True)


def session():
    return SMTP(Handler(), hostname="localhost", authenticator=login, auth_required=True,
                tls_context=tls if mode == "starttls" else None,
                require_starttls=mode == "starttls", auth_require_tls=mode == "starttls")


async def main():
    server = await asyncio.get_running_loop().create_server(
        session, "127.0.0.1", port, ssl=tls if mode == "tls" else None)
    print("ready", flush=True)
    await server.serve_forever()

asyncio.run(main())
