using System.Text.Json.Nodes;

namespace Attesto.Management;

/// <summary>What an import did, or would do.</summary>
/// <param name="Source">From which server.</param>
/// <param name="DryRun">True if nothing was written.</param>
/// <param name="Clients">Each client.</param>
/// <param name="Scopes">Each scope; empty where this host keeps none in its database.</param>
/// <param name="Apis">Each API, likewise.</param>
/// <param name="Consents">What became of the consents.</param>
/// <param name="Settings">What this host's settings lack of scopes and resources, where it keeps none in its database; null if nothing.</param>
/// <param name="Losses">What else has no counterpart.</param>
internal sealed record ImportReport(
    string Source,
    bool DryRun,
    IReadOnlyList<ClientImport> Clients,
    IReadOnlyList<EntryImport> Scopes,
    IReadOnlyList<EntryImport> Apis,
    ConsentImport Consents,
    JsonObject? Settings,
    IReadOnlyList<string> Losses)
{
    /// <summary>False if a client, a scope or an API could not be taken.</summary>
    public bool IsComplete => Clients.All(client => client.State is not ImportState.Refused) && Scopes.Concat(Apis).All(entry => entry.State is not ImportState.Refused);
}

/// <summary>What became of a client.</summary>
/// <param name="ClientId">Its client_id.</param>
/// <param name="State">What became of it.</param>
/// <param name="NewSecret">The secret that was made for it, in clear, which is shown this once.</param>
/// <param name="NeedsNewSecret">Why it needs a new secret; null if it keeps its own, or has none.</param>
/// <param name="Notes">Why it was refused, and what of it has no counterpart.</param>
internal sealed record ClientImport(string ClientId, ImportState State, string? NewSecret, string? NeedsNewSecret, IReadOnlyList<string> Notes)
{
    /// <summary>Leaves the secret out: it must not end up in a log.</summary>
    public override string ToString() => $"{ClientId} {State}";
}

/// <summary>What became of a scope or an API.</summary>
/// <param name="Name">Its name or URI.</param>
/// <param name="State">What became of it.</param>
/// <param name="Notes">Why it was refused, and what of it the configuration says otherwise.</param>
internal sealed record EntryImport(string Name, ImportState State, IReadOnlyList<string> Notes);

/// <summary>What became of a client, a scope or an API.</summary>
internal enum ImportState
{
    /// <summary>It was added; in a dry run, it would be.</summary>
    Added,

    /// <summary>There is one of this name already, which is left as it is.</summary>
    Present,

    /// <summary>It does not keep the rules of this server; its notes say which.</summary>
    Refused,
}

/// <summary>How many consents were added, were there already, and were left out.</summary>
internal sealed record ConsentImport(int Added, int Present, int LeftOut);
