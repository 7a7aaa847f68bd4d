using System.Collections.Immutable;

namespace Attesto;

/// <summary>Every client that the database knows, for whoever looks after them: the host's own, those that registered themselves (RFC 7591), and those whose metadata
/// document is remembered at present. An <see cref="IClientRegistry"/> that is a catalog, too, is listed and searched by it in commands, API and pages; of one that is
/// none they list the host's own clients, and find one by its <c>client_id</c>.</summary>
public interface IClientCatalog
{
    /// <summary>Lists clients: the host's own first, the newest of them before the others, then those that registered, by name, then those of documents, by URL.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="size">How many at most; at least one.</param>
    /// <param name="after">Where the page before ended, or null for the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page. It costs the same however many clients there are.</returns>
    Task<ClientPage> ListAsync(ClientFilter filter, int size, ClientCursor? after, CancellationToken cancellationToken);
}

/// <summary>Which clients are meant.</summary>
public sealed record ClientFilter
{
    /// <summary>What a <c>client_id</c>, a name, or a word of either begins with; null or empty means all. Upper and lower case and accents are one, and
    /// <c>https://</c> may be left out. Of clients that are not the host's own the first word alone is looked at.</summary>
    public string? Search { get; init; }

    /// <summary>The one kind that is meant, or null for all.</summary>
    public ClientOrigin? Origin { get; init; }
}

/// <summary>A page of clients.</summary>
/// <param name="Clients">The clients.</param>
/// <param name="Next">Where the next page begins, or null if this is the last.</param>
public sealed record ClientPage(ImmutableArray<ListedClient> Clients, ClientCursor? Next);

/// <summary>A client as a list shows it.</summary>
/// <param name="Id">The <c>client_id</c>.</param>
/// <param name="Origin">Who says what it is.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="IsPublic">Whether it can keep no secret (RFC 6749 §2.1).</param>
/// <param name="IsRevoked">Whether it is switched off, which only a client of the host's own can be.</param>
/// <param name="CreatedAt">When it was added or registered; null for a metadata document.</param>
/// <param name="ChangedAt">When it was changed last; null where that is not known.</param>
/// <param name="ExpiresAt">When it is forgotten unless it is used, or null.</param>
public sealed record ListedClient(
    string Id, ClientOrigin Origin, string? Name, bool IsPublic, bool IsRevoked, DateTimeOffset? CreatedAt, DateTimeOffset? ChangedAt, DateTimeOffset? ExpiresAt);
