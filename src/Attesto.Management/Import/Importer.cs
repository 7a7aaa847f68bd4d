using System.Text.Json.Nodes;
using Attesto.Scopes;
using Microsoft.Extensions.Options;

namespace Attesto.Management;

/// <summary>Takes over what another server has. What is there already is left as it is, so an import that was interrupted continues when it is run again.</summary>
internal sealed class Importer(
    ManagedClients clients, IClientRules rules, IOptions<AttestoOptions> options, TimeProvider clock, IConsentStore? consents = null, CatalogImport? catalog = null)
{
    private static readonly ClientSecret Placeholder = ClientSecret.Of("");

    /// <summary>Imports, or says what that would do.</summary>
    public async Task<ImportReport> RunAsync(string name, IForeignServer source, bool isDry, string actor, CancellationToken cancellationToken)
    {
        var setup = await source.ReadSetupAsync(cancellationToken);
        var scopes = catalog is null ? [] : await catalog.AddAsync(setup.Scopes, isDry, actor, cancellationToken);
        var apis = catalog is null ? [] : await catalog.AddAsync(setup.Apis, isDry, actor, cancellationToken);
        var imported = new List<ClientImport>();
        await foreach (var client in source.ReadClientsAsync(cancellationToken))
        {
            imported.Add(await ImportAsync(client, isDry, actor, cancellationToken));
        }

        var known = imported.Where(client => client.State is not ImportState.Refused).Select(client => client.ClientId).ToHashSet(StringComparer.Ordinal);
        var (given, losses) = await ImportConsentsAsync(source, known, isDry, cancellationToken);
        return new ImportReport(name, isDry, imported, scopes, apis, given, catalog is null ? Lacking(setup) : null, [.. setup.Losses, .. losses]);
    }

    private async Task<ClientImport> ImportAsync(ForeignClient foreign, bool isDry, string actor, CancellationToken cancellationToken)
    {
        var client = foreign.Client;
        var lost = foreign.LostSecret is { } reason && FreshSecrets.NeedsSecret(client) ? reason : null;
        if (await clients.FindAsync(client.Id, cancellationToken) is not null)
        {
            return new(client.Id, ImportState.Present, null, null, lost is null ? [] : [$"If nobody has the secret that was made for it: clients rotate-secret {client.Id}"]);
        }

        var faults = rules.FaultsOf(lost is null ? client : client with { Secrets = [Placeholder] });
        if (!faults.IsEmpty)
        {
            return new(client.Id, ImportState.Refused, null, null, [.. faults.Select(fault => $"{fault.Field} {fault.Reason}"), .. foreign.Losses]);
        }

        if (isDry)
        {
            return new(client.Id, ImportState.Added, null, lost, foreign.Losses);
        }

        var outcome = await clients.AddAsync(client, actor, cancellationToken);
        return outcome.Value is { } issued
            ? new(client.Id, ImportState.Added, issued.Secret, lost, foreign.Losses)
            : new(client.Id, ImportState.Present, null, null, []); // another import is running
    }

    private async Task<(ConsentImport Given, IEnumerable<string> Losses)> ImportConsentsAsync(
        IForeignServer source, HashSet<string> known, bool isDry, CancellationToken cancellationToken)
    {
        var (added, present, expired, unread, unknown) = (0, 0, 0, 0, 0);
        var (now, remembered) = (clock.GetUtcNow(), options.Value.Authorization.RememberConsentFor);
        await foreach (var foreign in source.ReadConsentsAsync(cancellationToken))
        {
            if (foreign.Scope is not { } scope)
            {
                unread++;
            }
            else if (foreign.ClientId is not { } clientId || !known.Contains(clientId))
            {
                unknown++;
            }
            else if (foreign.ExpiresAt <= now || consents is null || remembered <= TimeSpan.Zero)
            {
                expired++;
            }
            else
            {
                var consent = new Consent
                {
                    Subject = foreign.Subject,
                    ClientId = clientId,
                    Scope = scope,
                    GivenAt = foreign.GivenAt ?? now,
                    ExpiresAt = foreign.ExpiresAt is { } end && end < now + remembered ? end : now + remembered,
                    Version = Secret.NewId(),
                };
                var isThere = await consents.FindAsync(consent.Id, cancellationToken) is not null || (!isDry && !await consents.ReplaceAsync(consent, null, cancellationToken));
                (added, present) = isThere ? (added, present + 1) : (added + 1, present);
            }
        }

        return (new ConsentImport(added, present, expired + unread + unknown), LossesOf(expired, unread, unknown));
    }

    private static IEnumerable<string> LossesOf(int expired, int unread, int unknown) =>
    [
        .. expired > 0 ? new[] { $"{expired} consents have ended, or are not remembered here (Attesto:Authorization:RememberConsentFor)." } : [],
        .. unread > 0 ? new[] { $"{unread} consents cannot be read, for they are encrypted by the other host: those people are asked once more." } : [],
        .. unknown > 0 ? new[] { $"{unknown} consents are for clients that were not taken." } : [],
    ];

    // Scopes and resources are settings: what the host lacks of them, as it is to stand in appsettings.json.
    private JsonObject? Lacking(ForeignSetup setup)
    {
        var (scopes, resources) = (options.Value.Scopes, options.Value.Resources);
        var enabled = setup.Scopes.Where(scope => scope.IsEnabled && scope.Name is not StandardScopes.OpenId).ToList();
        var lackingScopes = enabled.Select(scope => scope.Name).Except(scopes.Supported, StringComparer.Ordinal).ToList();
        var lackingClaims = enabled.Where(scope => !scope.Claims.IsEmpty && !ScopeClaims.IsStandard(scope.Name) && !scopes.Claims.ContainsKey(scope.Name)).ToList();
        var lackingResources = setup.Apis.Where(api => api.IsEnabled).Select(api => api.Uri)
            .Except(resources.Supported.Select(resource => resource.Uri).Append(options.Value.Audience ?? ""), StringComparer.Ordinal).ToList();
        if (lackingScopes.Count + lackingClaims.Count + lackingResources.Count == 0)
        {
            return null;
        }

        var attesto = new JsonObject();
        if (lackingScopes.Count + lackingClaims.Count > 0)
        {
            attesto["Scopes"] = new JsonObject { ["Supported"] = List(scopes.Supported.Concat(lackingScopes)) };
        }

        if (lackingClaims.Count > 0)
        {
            attesto["Scopes"]!["Claims"] = new JsonObject(lackingClaims.Select(claim => KeyValuePair.Create(claim.Name, (JsonNode?)string.Join(' ', claim.Claims))));
        }

        if (lackingResources.Count > 0)
        {
            attesto["Resources"] = new JsonObject { ["Supported"] = List(resources.Supported.Select(resource => resource.Uri).Concat(lackingResources)) };
        }

        return new JsonObject { ["Attesto"] = attesto };
    }

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
