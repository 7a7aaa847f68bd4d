using System.Collections.Immutable;
using System.Reflection;

namespace Attesto.Management;

/// <summary>The clients that the database knows, for pages on which an administrator looks after them. What is done is told to the event sinks.</summary>
public sealed class AdminClients
{
    private const int PageSize = 50;

    private static readonly HashSet<string> Fields = [.. typeof(ClientForm).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name)];

    private readonly ManagedClients _clients;
    private readonly TimeProvider _clock;

    internal AdminClients(ManagedClients clients, TimeProvider clock) => (_clients, _clock) = (clients, clock);

    /// <summary>How long a secret goes on that another takes the place of.</summary>
    public static TimeSpan Overlap => FreshSecrets.Overlap;

    /// <summary>A page of clients of every kind, in the order of <see cref="IClientCatalog"/>; of a registry of the host's own that is no catalog its clients, the newest
    /// first, or the one client of any kind whose <c>client_id</c> is looked for.</summary>
    /// <param name="search">What a <c>client_id</c>, a name, or a word of either begins with; null or empty for all.</param>
    /// <param name="after">The <see cref="AdminClientPage.Next"/> of the page before; null, and anything else, is the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page.</returns>
    public async Task<AdminClientPage> ListAsync(string? search, string? after, CancellationToken cancellationToken)
    {
        _ = ClientCursor.TryParse(after, out var cursor);
        var page = await _clients.ListAsync(new ClientFilter { Search = search }, PageSize, cursor, cancellationToken);
        return new AdminClientPage(page.Clients, page.Next?.ToString());
    }

    /// <summary>Reads a client of any kind.</summary>
    /// <param name="clientId">Its <c>client_id</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client, or null if there is none.</returns>
    public async Task<AdminClient?> FindAsync(string clientId, CancellationToken cancellationToken) =>
        await _clients.FindAsync(clientId, cancellationToken) is { } known ? new AdminClient(known, _clock.GetUtcNow()) : null;

    /// <summary>Adds a client, and makes a secret for one that could not authenticate without.</summary>
    /// <param name="form">What a person filled in.</param>
    /// <param name="actor">Who does it, as the events name them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client, or what is wrong; then nothing was written.</returns>
    public Task<AdminClientResult> AddAsync(ClientForm form, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return TryAsync(() => _clients.AddAsync(form.ToClient(), actor, cancellationToken), nameof(ClientForm.Id));
    }

    /// <summary>Puts what a person filled in in the place of what was read; state and secrets stay. A client that is public from now on loses its secrets, and one
    /// that is not any more, and could not authenticate, gets one.</summary>
    /// <param name="form">What a person filled in, with the version that was read.</param>
    /// <param name="actor">Who does it, as the events name them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client, or what is wrong; then nothing was written.</returns>
    public Task<AdminClientResult> SaveAsync(ClientForm form, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return TryAsync(async () =>
        {
            var client = form.ToClient();
            var isRevoked = await _clients.FindAsync(client.Id, cancellationToken) is { Client.IsRevoked: true }; // of this version, or nothing is written
            return await _clients.ReplaceAsync(client with { IsRevoked = isRevoked }, form.Version, actor, cancellationToken);
        });
    }

    /// <summary>Switches a client off, which treats it like an unknown one, its tokens included; or on again.</summary>
    /// <param name="clientId">Its <c>client_id</c>.</param>
    /// <param name="isRevoked">True for off.</param>
    /// <param name="actor">Who does it, as the events name them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client, or why nothing was changed.</returns>
    public Task<AdminClientResult> SetRevokedAsync(string clientId, bool isRevoked, string actor, CancellationToken cancellationToken) =>
        TryAsync(() => _clients.SetRevokedAsync(clientId, version: null, isRevoked, actor, cancellationToken));

    /// <summary>Makes another secret. Those before go on for <see cref="Overlap"/>, or end at once.</summary>
    /// <param name="clientId">Its <c>client_id</c>.</param>
    /// <param name="version">The <see cref="AdminClient.Version"/> that was read: a page that is sent twice makes one secret.</param>
    /// <param name="atOnce">True if the secrets before end at once: somebody else knows one.</param>
    /// <param name="actor">Who does it, as the events name them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client with its secret, or why nothing was changed.</returns>
    public Task<AdminClientResult> RotateSecretAsync(string clientId, Guid version, bool atOnce, string actor, CancellationToken cancellationToken) => TryAsync(
        () => _clients.RotateSecretAsync(clientId, version, atOnce ? TimeSpan.Zero : Overlap, lifetime: null, actor, cancellationToken));

    /// <summary>Deletes a client of any kind, and ends what people and it had.</summary>
    /// <param name="clientId">Its <c>client_id</c>.</param>
    /// <param name="actor">Who does it, as the events name them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was done, and what or why not, in words for a person.</returns>
    public async Task<(bool IsDone, string Said)> RemoveAsync(string clientId, string actor, CancellationToken cancellationToken)
    {
        var outcome = await _clients.RemoveAsync(clientId, version: null, actor, cancellationToken);
        return outcome.Value is { } ended
            ? (true, $"Deleted the client \"{clientId}\", and ended {ended.Grants} grants of it.")
            : (false, outcome.Refusal!.Message);
    }

    private static async Task<AdminClientResult> TryAsync(Func<Task<Outcome<Issued>>> change, string field = "")
    {
        try
        {
            var outcome = await change();
            return outcome.Value is { } issued
                ? new AdminClientResult { Client = issued.Stored.Client, Secret = issued.Secret }
                : new AdminClientResult { Faults = [new AdminFault(field, outcome.Refusal!.Message)], WasChanged = outcome.Refusal.Kind is RefusalKind.Changed };
        }
        catch (ClientDataException wrong)
        {
            return new AdminClientResult
            {
                Faults = [.. wrong.Faults.Select(fault => new AdminFault(Fields.Contains(fault.Field) ? fault.Field : nameof(ClientForm.Rest), $"{fault.Field} {fault.Reason}"))],
            };
        }
    }
}

/// <summary>A page of clients.</summary>
/// <param name="Clients">The clients.</param>
/// <param name="Next">What leads to the next page; null on the last.</param>
public sealed record AdminClientPage(ImmutableArray<ListedClient> Clients, string? Next);

/// <summary>What came of changing a client.</summary>
public sealed record AdminClientResult
{
    /// <summary>The client as it is now; null if nothing was changed.</summary>
    public Client? Client { get; init; }

    /// <summary>A secret that was made for it, in clear: the only time that it can be seen.</summary>
    public string? Secret { get; init; }

    /// <summary>What is wrong; empty if nothing is.</summary>
    public ImmutableArray<AdminFault> Faults { get; init; } = [];

    /// <summary>True if nothing was changed because somebody else changed the client since it was read.</summary>
    public bool WasChanged { get; init; }

    /// <summary>Leaves the secret out: it must not end up in a log.</summary>
    /// <returns>The client, or what is wrong.</returns>
    public override string ToString() => Client?.Id ?? string.Join(' ', Faults);
}

/// <summary>Something that is wrong with what a person filled in.</summary>
/// <param name="Field">The member of <see cref="ClientForm"/>; empty for the whole.</param>
/// <param name="Message">What is wrong, and how it must be, in words for a person.</param>
public sealed record AdminFault(string Field, string Message);
