using System.Collections.Immutable;

namespace Attesto.Management;

/// <summary>What scopes and APIs have in common on pages.</summary>
/// <param name="catalog">What looks after them.</param>
/// <param name="read">Makes one of a form.</param>
/// <param name="toForm">Makes a form of one.</param>
internal sealed class AdminCatalogOf<TForm, T>(ManagedCatalog<TForm, T> catalog, Func<CatalogForm, T> read, Func<KnownEntry<T>, CatalogForm> toForm) : IAdminCatalog
    where TForm : ICatalogForm<TForm, T>
    where T : class
{
    public string Noun => TForm.Noun;

    public async Task<ImmutableArray<AdminCatalogEntry>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await catalog.ListAsync(cancellationToken)).Select(Show)];

    public async Task<AdminCatalogEntry?> FindAsync(string key, CancellationToken cancellationToken) =>
        await catalog.FindAsync(key, cancellationToken) is { } known ? Show(known) : null;

    public async Task<AdminCatalogResult> SaveAsync(CatalogForm form, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        try
        {
            var outcome = form.Version == Guid.Empty
                ? await catalog.AddAsync(read(form), actor, cancellationToken)
                : await catalog.ReplaceAsync(read(form), form.Version, actor, cancellationToken);
            return outcome.Value is { } known
                ? new AdminCatalogResult { Entry = Show(known) }
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

    private AdminCatalogEntry Show(KnownEntry<T> known) => new(() => toForm(known))
    {
        Key = TForm.KeyOf(known.Value),
        DisplayName = TForm.DisplayNameOf(known.Value),
        IsEnabled = TForm.IsEnabledOf(known.Value),
        IsConfigured = known.IsConfigured,
        Claims = [.. known.Opens],
        Version = known.Version,
        CreatedAt = known.CreatedAt,
        ChangedAt = known.ChangedAt,
    };
}
