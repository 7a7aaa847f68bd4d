using Attesto.AspNetCore;

// An API that knows nothing of its authorization server but the issuer's URL.
var builder = WebApplication.CreateBuilder(args);
var issuer = builder.Configuration["Api:Issuer"] ?? throw new InvalidOperationException("Set Api:Issuer to the issuer's URL.");
var audience = builder.Configuration["Api:Audience"] ?? throw new InvalidOperationException("Set Api:Audience to this API's own URL.");

builder.Services.AddAuthentication(AttestoBearerDefaults.AuthenticationScheme).AddAttestoBearer(api =>
{
    api.Issuer = issuer;
    api.Audience = audience;
    api.ScopesSupported = ["read:reports", "write:reports"];
    api.MetadataUrl = builder.Configuration["Api:MetadataUrl"];
});

// One node of this API remembers the proofs it has seen; several nodes share a database: AddAttestoEntityFrameworkStores.
builder.Services.AddAttestoInMemoryStores(acknowledgeSingleNode: true);

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapProtectedResourceMetadata();

app.MapGet("/reports", Describe).RequireScopes("read:reports");
app.MapPost("/reports", Describe).RequireScopes("write:reports");
app.MapGet("/reports/salaries", Describe).RequireScopes("read:reports").WithMetadata(new StepUpAttribute("gold") { MaxAge = 300 });
await app.RunAsync();

static object Describe(HttpContext http)
{
    var token = http.GetAccessToken()!;
    return new { subject = token.Subject, client = token.ClientId, scope = token.Scope.ToString(), jkt = token.DpopJkt, x5t = token.CertificateThumbprint };
}
