using System.Collections.Immutable;

namespace Attesto.Management;

/// <summary>What scopes and APIs have in common on pages.</summary>
internal sealed class AdminCatalogOf<TForm, T>(ManagedCatalog<TForm, T> catalog, Func<CatalogForm, T> read, Func<KnownEntry<T>, AdminCatalogEntry> show)
    where TForm : ICatalogForm<TForm, T>
    where T : class
{
    public async Task<ImmutableArray<AdminCatalogEntry>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await catalog.ListAsync(cancellationToken)).Select(show)];

    public async Task<AdminCatalogEntry?> FindAsync(string key, CancellationToken cancellationToken) =>
        await catalog.FindAsync(key, cancellationToken) is { } known ? show(known) : null;

    public async Task<AdminCatalogResult> SaveAsync(CatalogForm form, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        try
        {
            var outcome = form.Version == Guid.Empty
                ? await catalog.AddAsync(read(form), actor, cancellationToken)
                : await catalog.ReplaceAsync(read(form), form.Version, actor, cancellationToken);
            return outcome.Value is { } known
                ? new AdminCatalogResult { Entry = show(known) }
                : new AdminCatalogResult
                {
                    Faults = [new AdminFault(outcome.Refusal!.Kind is RefusalKind.Taken ? nameof(form.Key) : "", outcome.Refusal.Message)],
                    WasChanged = outcome.Refusal.Kind is RefusalKind.Changed,
                };
        }
        catch (ClientDataException wrong)
        {
            return new AdminCatalogResult
            {
                Faults = [.. wrong.Faults.Select(fault => new AdminFault(fault.Field == TForm.KeyField ? nameof(form.Key) : fault.Field, $"{fault.Field} {fault.Reason}"))],
            };
        }
    }

    public async Task<(bool IsDone, string Said)> RemoveAsync(string key, Guid version, string actor, CancellationToken cancellationToken)
    {
        var outcome = await catalog.RemoveAsync(key, version, actor, cancellationToken);
        return outcome.Value is null ? (false, outcome.Refusal!.Message) : (true, $"Deleted the {TForm.Noun} \"{key}\".");
    }
}
