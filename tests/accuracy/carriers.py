"""One text with a password and a token in every carrier: text, base64, QP, HTML, zip, docx, nested message, PDF, xlsx, tar.gz, QR code."""

import mails
import qr

SECRET = "Tulipe-Noire-44%d!"
TOKEN = "glpat-Zt7Yq3Vw9Kd2Mx5RbK%02d"


def all_of_them():
    """(carrier, required, password, token, mail): each carrier has values of its own, so that no finding stands for two."""
    makers = {
        "plain": lambda k, t: mails.mail(k, t, "plain"),
        "base64": lambda k, t: mails.mail(k, t, "base64"),
        "qp": lambda k, t: mails.mail(k, t, "qp"),
        "html in base64": lambda k, t: mails.mail(k, mails.as_html(t), "base64"),
        "zip": lambda k, t: mails.with_file(k, "application/zip", "acces.zip", mails.zipped({"notes/acces.txt": t.encode()})),
        "docx": lambda k, t: mails.with_file(k, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "acces.docx",
                                             mails.docx(t.split("\n"))),
        "nested message": lambda k, t: mails.with_file(k, "message/rfc822", "", mails.mail(f"{k} inner", t, "qp")),
        "pdf": lambda k, t: mails.with_file(k, "application/pdf", "acces.pdf", mails.pdf(t.split("\n"))),
        "xlsx": lambda k, t: mails.with_file(k, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "acces.xlsx",
                                             mails.xlsx([line.split(" : ", 1) for line in t.split("\n") if " : " in line])),
        "tar.gz": lambda k, t: mails.with_file(k, "application/gzip", "acces.tar.gz", mails.tar_gz("acces.txt", t.encode())),
        "qr code": lambda k, t: mails.with_file(k, "image/png", "acces.png", qr.png(t)),
    }
    for i, (name, make) in enumerate(makers.items()):
        password, token = SECRET % (30 + i), TOKEN % (30 + i)
        text = f"Accès au serveur de sauvegarde\nIdentifiant : camille\nMot de passe : {password}\nJeton GitLab : {token}\n"
        if name == "qr code":
            text = f"Mot de passe : {password}\nJeton GitLab : {token}"
        yield name, i < 7, password, token, make(f"carrier {name}", text)
