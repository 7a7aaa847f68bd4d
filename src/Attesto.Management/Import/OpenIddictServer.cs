using System.Runtime.CompilerServices;

namespace Attesto.Management;

/// <summary>OpenIddict with its Entity Framework Core stores, as of version 7: applications, scopes, and authorizations that are permanent.</summary>
internal sealed class OpenIddictServer(ForeignDatabase database) : IForeignServer
{
    private readonly Dictionary<string, string> _clients = new(StringComparer.Ordinal); // client_id by key

    private ILookup<string, ForeignRow>? _scopes;

    public async Task<ForeignSetup> ReadSetupAsync(CancellationToken cancellationToken)
    {
        var scopes = (await ReadScopesAsync(cancellationToken)).SelectMany(rows => rows).ToList();
        var resources = scopes.SelectMany(scope => scope.List("Resources")).Distinct(StringComparer.Ordinal).ToLookup(ForeignNames.IsResource);
        return new(
            [
                .. scopes.Where(scope => scope.Text("Name") is not null).Select(scope => new HostScope
                {
                    Name = scope.Text("Name")!,
                    DisplayName = ForeignNames.Words(scope.Text("DisplayName")),
                    LocalizedDisplayNames = ForeignNames.Words(scope.Object("DisplayNames")),
                    Description = ForeignNames.Words(scope.Text("Description")),
                    LocalizedDescriptions = ForeignNames.Words(scope.Object("Descriptions")),
                }),
            ],
            [.. resources[true].Select(uri => new HostApi { Uri = uri })],
            [.. resources[false].Select(ForeignNames.NoResource)]);
    }

    public async IAsyncEnumerable<ForeignClient> ReadClientsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var scopes = await ReadScopesAsync(cancellationToken);
        await foreach (var row in database.ReadAsync("OpenIddictApplications", cancellationToken))
        {
            if (row.Text("ClientId") is { } clientId)
            {
                _clients[row.Text("Id") ?? ""] = clientId;
                yield return OpenIddictApplication.Read(row, clientId, scope => scopes[scope].SelectMany(found => found.List("Resources")));
            }
        }
    }

    public async IAsyncEnumerable<ForeignConsent> ReadConsentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in database.ReadAsync("OpenIddictAuthorizations", cancellationToken))
        {
            // The others are made for each sign-in, and end with it.
            if (row.Text("Subject") is { } subject
                && string.Equals(row.Text("Type"), "permanent", StringComparison.OrdinalIgnoreCase)
                && string.Equals(row.Text("Status"), "valid", StringComparison.OrdinalIgnoreCase))
            {
                var client = _clients.GetValueOrDefault(row.Text("ApplicationId") ?? "");
                yield return new(subject, client, ForeignNames.Scope(row.List("Scopes")), row.Time("CreationDate"), null);
            }
        }
    }

    private async Task<ILookup<string, ForeignRow>> ReadScopesAsync(CancellationToken cancellationToken) =>
        _scopes ??= await database.ReadByAsync("OpenIddictScopes", "Name", cancellationToken);
}
