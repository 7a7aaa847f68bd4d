// The authorization server, its database, an API and a client, started in order and seen in one dashboard.
const string Audience = "https://reports.example"; // as lab.json has it
var builder = DistributedApplication.CreateBuilder(args);
var port = builder.Configuration["Port"] ?? "5199"; // clients know the server by its address, so it is not a new one at each start
var issuer = $"http://localhost:{port}";

// The lab stands where your own host would: AddProject<Projects.MyAuth>("auth"), which reads ConnectionStrings:Attesto by itself.
var auth = builder.AddProject<Projects.Attesto_Lab>("auth", launchProfileName: null)
    .WithArgs("--lab", Path.Combine(builder.AppHostDirectory, "lab.json"), "--urls", issuer)
    .WithHttpEndpoint(port: int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), isProxied: false)
    .WithHttpHealthCheck("/.well-known/openid-configuration");

// Without a word the server keeps its state in a fresh SQLite file.
IResourceBuilder<IResourceWithConnectionString>? database = builder.Configuration["Database"] switch
{
    "container" => builder.AddPostgres("postgres").AddDatabase("attesto"), // needs Docker or Podman
    "postgres" => builder.AddConnectionString("attesto"), // one that is there: ConnectionStrings:attesto
    _ => null,
};
if (database is not null)
{
    auth.WithReference(database).WaitFor(database);
}

var api = builder.AddProject<Projects.Attesto_SampleApi>("api", launchProfileName: null)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/.well-known/oauth-protected-resource")
    .WithEnvironment("Api__Issuer", issuer)
    .WithEnvironment("Api__Audience", Audience)
    .WithEnvironment("Authentication__Schemes__AttestoBearer__RequireHttps", "false") // on loopback
    .WaitFor(auth);
var reports = api.GetEndpoint("http");
api.WithEnvironment("Authentication__Schemes__AttestoBearer__ProtectedResource__Origins__0", reports); // where its clients reach it, for DPoP

// Gets a token that is bound to its key, calls the API, and ends.
builder.AddProject<Projects.Attesto_DpopClient>("client")
    .WithArgs($"{issuer}/oauth/token", "reporter", "of-this-sample-and-so-nobodys-secret-4f7a1c", "read:reports", ReferenceExpression.Create($"{reports}/reports"))
    .WaitFor(api);

await builder.Build().RunAsync();
