using Attesto;
using Attesto.AspNetCore;
using Attesto.McpServer;

// An MCP server (Model Context Protocol, authorization 2025-11-25) that knows nothing of its authorization server but the issuer's URL. A client
// that knows nothing but this server's URL finds the rest: 401 → protected-resource metadata (RFC 9728) → issuer metadata (RFC 8414).
var builder = WebApplication.CreateBuilder(args);
var issuer = builder.Configuration["Mcp:Issuer"] ?? throw new InvalidOperationException("Set Mcp:Issuer to the issuer's URL.");
var resource = builder.Configuration["Mcp:Resource"] ?? throw new InvalidOperationException("Set Mcp:Resource to this server's own URL, such as https://mcp.example.com/mcp.");

builder.Services.AddAuthentication(AttestoBearerDefaults.AuthenticationScheme).AddAttestoBearer(mcp =>
{
    mcp.Issuer = issuer;
    mcp.Audience = resource;
    mcp.ScopesSupported = ["mcp:tools"];
    mcp.MetadataUrl = EndpointUrls.MetadataUrlOf(resource);
});

// One node remembers the proofs it has seen; several nodes share a database: AddAttestoEntityFrameworkStores.
builder.Services.AddAttestoInMemoryStores(acknowledgeSingleNode: true);

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapProtectedResourceMetadata();
app.MapMcp(new Uri(resource).AbsolutePath).RequireScopes("mcp:tools");
await app.RunAsync();
