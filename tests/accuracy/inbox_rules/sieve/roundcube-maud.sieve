require ["copy","fileinto","imap4flags"];
# rule:[Sauvegardes]
if header :contains "subject" "[Sauvegarde]"
{
	addflag "\\Seen";
	fileinto "Technique";
}
# rule:[a]
if address :contains "from" ["hotel-beaurivage.example", "mathilde.sorel"]
{
	addflag "\\Seen";
	fileinto "Archive";
	stop;
}
# rule:[Notes de frais]
if header :contains "subject" "note de frais"
{
	redirect :copy "compta@atelier-roussel.example";
}
# rule:[Rapports]
if address :contains "from" "rapports@infogerance-sud.example"
{
	fileinto "Rapports";
}
# rule:[spam]
if header :contains "X-Spam-Flag" "YES"
{
	fileinto "Junk";
	stop;
}
# rule:[Anti spam]
if header :contains "subject" ["piraté", "hameçonnage", "arnaque", "phishing", "compte compromis"]
{
	discard;
	stop;
}
# rule:[CSE]
if address :contains ["to", "cc"] "cse@atelier-roussel.example"
{
	fileinto "CSE";
}
