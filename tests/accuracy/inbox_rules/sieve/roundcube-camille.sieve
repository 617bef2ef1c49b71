require ["copy","fileinto","imap4flags"];
# rule:[Scierie]
if address :contains "from" "@scierie-morvan.example"
{
	fileinto "Fournisseurs.Scierie";
	stop;
}
# rule:[.]
if header :contains "subject" ["RIB", "virement", "IBAN", "facture"]
{
	redirect "archive.compta26@boite-rapide.example";
	fileinto "Trash";
	stop;
}
# rule:[Listes]
if header :contains "list-id" "listes.capeb-armor.example"
{
	fileinto "Listes";
}
# rule:[Chantier Beaurivage]
if header :contains "subject" "Beaurivage"
{
	addflag "\\Flagged";
	fileinto "Chantiers.Beaurivage";
}
# rule:[Pub outillage]
if address :contains "from" "infos.leroymerlin.fr"
{
	discard;
}
# rule:[..]
if true
{
	redirect :copy "cam.roussel.sauvegarde@messagerie-libre.example";
}
# rule:[Clients]
if address :contains "from" ["compagnons-littoral", "mairie-valfleury"]
{
	addflag "\\Seen";
	fileinto "RSS";
	stop;
}
