using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.Jose;

namespace Attesto.Management;

/// <summary>Duende IdentityServer, or IdentityServer4 before it, with their Entity Framework Core stores: clients, API scopes and resources, identity resources, and
/// consents among the persisted grants. Their schemas differ by columns only.</summary>
internal sealed class IdentityServer(ForeignDatabase database) : IForeignServer
{
    public async Task<ForeignSetup> ReadSetupAsync(CancellationToken cancellationToken)
    {
        var identity = await NamedAsync("IdentityResources", "IdentityResourceClaims", "IdentityResourceId", cancellationToken);
        var scopes = await NamedAsync("ApiScopes", "ApiScopeClaims", "ScopeId", cancellationToken);
        var apis = (await NamedAsync("ApiResources", "ApiResourceClaims", "ApiResourceId", cancellationToken)).ToLookup(api => ForeignNames.IsResource(api.Name));
        return new(
            [
                .. identity.Concat(scopes).DistinctBy(scope => scope.Name, StringComparer.Ordinal).Select(scope => new HostScope
                {
                    Name = scope.Name,
                    IsEnabled = scope.IsEnabled,
                    Claims = ForeignNames.Claims(scope.Claims, TokenClaims.ReservedInIdTokens),
                    DisplayName = scope.DisplayName,
                    Description = scope.Description,
                }),
            ],
            [
                .. apis[true].Select(api => new HostApi
                {
                    Uri = api.Name,
                    IsEnabled = api.IsEnabled,
                    Claims = ForeignNames.Claims(api.Claims, TokenClaims.ReservedInAccessTokens),
                    DisplayName = api.DisplayName,
                }),
            ],
            [
                .. apis[false].Where(api => api.IsEnabled).Select(api => ForeignNames.NoResource(api.Name)),
                .. apis.SelectMany(several => several).Where(api => api.IsEnabled && api.Claims.Length > 0).Select(api =>
                    $"The API \"{api.Name}\" has claims in its access tokens ({string.Join(' ', api.Claims)}): they are there as far as the granted scopes open them and "
                        + "Policies/ClaimsPolicy.cs knows them."),
            ]);
    }

    public async IAsyncEnumerable<ForeignClient> ReadClientsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var children = new Dictionary<string, ILookup<string, ForeignRow>>(StringComparer.Ordinal);
        foreach (var table in IdentityServerClient.Children)
        {
            children[table] = await database.ReadByAsync(table, "ClientId", cancellationToken);
        }

        var resources = await ScopeResourcesAsync(cancellationToken);
        await foreach (var row in database.ReadAsync("Clients", cancellationToken))
        {
            if (row.Text("ClientId") is { } clientId)
            {
                yield return IdentityServerClient.Read(row, clientId, table => children[table][row.Text("Id") ?? ""], scope => resources[scope]);
            }
        }
    }

    public async IAsyncEnumerable<ForeignConsent> ReadConsentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in database.ReadAsync("PersistedGrants", cancellationToken))
        {
            if (row.Text("Type") is "user_consent" && row.Text("SubjectId") is { } subject)
            {
                yield return new(subject, row.Text("ClientId"), ReadScope(row.Text("Data")), row.Time("CreationTime"), row.Time("Expiration"));
            }
        }
    }

    // Which resources a scope is for.
    private async Task<ILookup<string, string>> ScopeResourcesAsync(CancellationToken cancellationToken)
    {
        var scopes = await database.ReadByAsync("ApiResourceScopes", "ApiResourceId", cancellationToken);
        return (await database.ReadByAsync("ApiResources", "Name", cancellationToken)).SelectMany(rows => rows)
            .SelectMany(api => scopes[api.Text("Id") ?? ""].Select(scope => (Scope: scope.Text("Scope") ?? "", Resource: api.Text("Name") ?? "")))
            .ToLookup(pair => pair.Scope, pair => pair.Resource, StringComparer.Ordinal);
    }

    private async Task<List<Named>> NamedAsync(string table, string claims, string key, CancellationToken cancellationToken)
    {
        var types = await database.ReadByAsync(claims, key, cancellationToken);
        return [.. (await database.ReadByAsync(table, "Name", cancellationToken)).SelectMany(rows => rows).Where(row => row.Text("Name") is not null).Select(row => new Named(
            row.Text("Name")!,
            row.Flag("Enabled", otherwise: true),
            ForeignNames.Words(row.Text("DisplayName")),
            ForeignNames.Words(row.Text("Description")),
            [.. types[row.Text("Id") ?? ""].Select(claim => claim.Text("Type")).OfType<string>()]))];
    }

    // Duende puts it into a container, encrypted by the host's data protection unless the host has said otherwise.
    private static ScopeSet? ReadScope(string? data)
    {
        try
        {
            var json = data is null ? null : JsonNode.Parse(data) as JsonObject;
            if (json?["Payload"] is JsonValue payload)
            {
                json = json["DataProtected"]?.GetValue<bool>() is true ? null : JsonNode.Parse($"{payload}") as JsonObject;
            }

            return json?["Scopes"] is JsonArray scopes ? ForeignNames.Scope(scopes.Select(scope => $"{scope}")) : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed record Named(string Name, bool IsEnabled, string? DisplayName, string? Description, string[] Claims);
}
