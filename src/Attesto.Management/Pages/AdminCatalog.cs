using System.Collections.Immutable;

namespace Attesto.Management;

/// <summary>The scopes or the APIs of the configuration and of the database, for pages on which an administrator looks after them: <see cref="AdminScopes"/>,
/// <see cref="AdminApis"/>. What is done is told to the event sinks.</summary>
public abstract class AdminCatalog
{
    private readonly IAdminCatalog _catalog;

    private protected AdminCatalog(IAdminCatalog catalog) => _catalog = catalog;

    /// <summary>The word for one: <c>scope</c> or <c>API</c>.</summary>
    public string Noun => _catalog.Noun;

    /// <summary>All of them: the configuration's first.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The entries.</returns>
    public Task<ImmutableArray<AdminCatalogEntry>> ListAsync(CancellationToken cancellationToken) =>
        _catalog.ListAsync(cancellationToken);

    /// <summary>Reads one.</summary>
    /// <param name="key">The name of the scope, or the URI of the API.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The entry, or null if there is none.</returns>
    public Task<AdminCatalogEntry?> FindAsync(string key, CancellationToken cancellationToken) =>
        _catalog.FindAsync(key, cancellationToken);

    /// <summary>Adds what a person filled in, or, where the form has a version, puts it in the place of what was read.</summary>
    /// <param name="form">What a person filled in.</param>
    /// <param name="actor">Who does it, as the events name them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The entry, or what is wrong; then nothing was written.</returns>
    public Task<AdminCatalogResult> SaveAsync(CatalogForm form, string actor, CancellationToken cancellationToken) =>
        _catalog.SaveAsync(form, actor, cancellationToken);

    /// <summary>Deletes one that no client names; of a scope of the configuration the words.</summary>
    /// <param name="key">The name of the scope, or the URI of the API.</param>
    /// <param name="version">The version that was read.</param>
    /// <param name="actor">Who does it, as the events name them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was done, and what or why not, in words for a person.</returns>
    public Task<(bool IsDone, string Said)> RemoveAsync(string key, Guid version, string actor, CancellationToken cancellationToken) =>
        _catalog.RemoveAsync(key, version, actor, cancellationToken);
}

/// <summary>A scope or an API as a page shows it.</summary>
public sealed class AdminCatalogEntry
{
    private readonly Func<CatalogForm> _toForm;

    internal AdminCatalogEntry(Func<CatalogForm> toForm) => _toForm = toForm;

    /// <summary>The name of the scope, or the URI of the API.</summary>
    public required string Key { get; init; }

    /// <summary>What people read of it, or null.</summary>
    public string? DisplayName { get; init; }

    /// <summary>False if it is as if it were not there.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>True if the configuration serves it: of a scope the words can be changed then, of an API nothing.</summary>
    public bool IsConfigured { get; init; }

    /// <summary>The claims that count, whoever says them.</summary>
    public ImmutableArray<string> Claims { get; init; } = [];

    /// <summary>Another one after each change; null if the database has nothing of it.</summary>
    public Guid? Version { get; init; }

    /// <summary>When it was added to the database, or null.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was changed last, or null.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>A form that shows it.</summary>
    /// <returns>The form, with its version.</returns>
    public CatalogForm ToForm() => _toForm();
}

/// <summary>What came of saving a scope or an API.</summary>
public sealed record AdminCatalogResult
{
    /// <summary>It as it is now; null if nothing was changed.</summary>
    public AdminCatalogEntry? Entry { get; init; }

    /// <summary>What is wrong, by the fields of <see cref="CatalogForm"/>; empty if nothing is.</summary>
    public ImmutableArray<AdminFault> Faults { get; init; } = [];

    /// <summary>True if nothing was changed because somebody else changed it since it was read.</summary>
    public bool WasChanged { get; init; }
}
