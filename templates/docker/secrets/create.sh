#!/bin/sh
# Makes the keys and the passwords that compose.yaml and kubernetes/ use, once: sh secrets/create.sh
set -eu
cd "$(dirname "$0")"
[ ! -e host.env ] || { echo "They are there already. Other keys end every session; another password locks the database." >&2; exit 1; }
chmod 700 . # nobody else gets past the folder, so that the files may be readable to the user in the container
database=A$(openssl rand -hex 24)
certificate=$(openssl rand -hex 24)
openssl ecparam -name prime256v1 -genkey -noout -out es256.pem
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out rs256.pem
openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj /CN=data-protection -keyout data-protection.key -out data-protection.crt
openssl pkcs12 -export -inkey data-protection.key -in data-protection.crt -passout "pass:$certificate" -out data-protection.pfx
rm data-protection.key data-protection.crt
chmod a+r ./*.pem ./*.pfx
#if (useSqlServer)
echo "MSSQL_SA_PASSWORD=$database" > database.env
echo "ConnectionStrings__Attesto=Server=database;Database=attesto;User ID=sa;Password=$database;TrustServerCertificate=true;Connect Timeout=5;Pool Blocking Period=NeverBlock" > host.env
#else
echo "POSTGRES_PASSWORD=$database" > database.env
echo "ConnectionStrings__Attesto=Host=database;Database=attesto;Username=attesto;Password=$database;Timeout=5;Cancellation Timeout=2000;Max Auto Prepare=30;No Reset On Close=true" > host.env
#endif
echo "DataProtection__Password=$certificate" >> host.env
