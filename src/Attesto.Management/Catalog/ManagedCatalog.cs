using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.Catalog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.Management;

/// <summary>Shows the scopes or the APIs of the configuration and of the database, changes those of the database, and tells the event sinks.</summary>
internal sealed class ManagedCatalog<TForm, T>(AttestoOptions configured, ICatalogRegistry<T>? registry, AuditTrail audit)
    where TForm : ICatalogForm<TForm, T>
    where T : class
{
    private const int MostNamed = 10;
    private const int Attempts = 5; // against changes of others that come between

    /// <summary>Those of this host; without <c>AddCatalogStore</c> the configuration's alone, and no table is read.</summary>
    public static ManagedCatalog<TForm, T> Of(IServiceProvider services)
    {
        var served = services.GetService<ServedOptions>();
        return new ManagedCatalog<TForm, T>(
            served?.Configured ?? services.GetRequiredService<IOptions<AttestoOptions>>().Value,
            served is null ? null : services.GetService<ICatalogRegistry<T>>(),
            AuditTrail.Of(services));
    }

    private static Refusal Nowhere => new(
        $"This host serves the {TForm.Noun}s of its configuration alone: AddCatalogStore<EfCatalogStore<TContext>>() in AttestoSetup.cs lets it keep others in its database.");

    public static Refusal Changed(string key) => new($"The {TForm.Noun} \"{key}\" was changed by somebody else meanwhile. Read it again.", RefusalKind.Changed);

    public static Refusal Missing(string key) => new($"There is no {TForm.Noun} \"{key}\".", RefusalKind.NotThere);

    /// <summary>One of either.</summary>
    public async Task<KnownEntry<T>?> FindAsync(string key, CancellationToken cancellationToken) =>
        registry is not null && await registry.FindAsync(key, cancellationToken) is { } entry ? KnownOf(entry)
        : FindConfigured(key) is { } value ? KnownOf(value)
        : null;

    /// <summary>All of both: the configuration's first.</summary>
    public async Task<IReadOnlyList<KnownEntry<T>>> ListAsync(CancellationToken cancellationToken)
    {
        var entries = registry is null ? [] : await registry.ListAsync(cancellationToken);
        var described = entries.ToDictionary(entry => TForm.KeyOf(entry.Value), StringComparer.Ordinal);
        return
        [
            .. TForm.Configured(configured).Select(value => described.Remove(TForm.KeyOf(value), out var entry) ? KnownOf(entry) : KnownOf(value)),
            .. described.Values.OrderBy(entry => TForm.KeyOf(entry.Value), StringComparer.Ordinal).Select(KnownOf),
        ];
    }

    /// <summary>Adds one, or the words for one that the configuration serves.</summary>
    /// <exception cref="ClientDataException">Something in it is wrong; nothing was written.</exception>
    public async Task<Outcome<KnownEntry<T>>> AddAsync(T value, string actor, CancellationToken cancellationToken)
    {
        if (registry is null)
        {
            return Nowhere;
        }

        var key = TForm.KeyOf(value);
        if (!await registry.TryAddAsync(value, cancellationToken))
        {
            return new Refusal($"There is a {TForm.Noun} \"{key}\" already.", RefusalKind.Taken);
        }

        await audit.PublishAsync(new ServerEvent(TForm.Added), actor, (TForm.Noun.ToLowerInvariant(), key));
        return await AnswerAsync(key, cancellationToken);
    }

    /// <summary>Puts one in the place of the one that was read; of a change that came between nothing is overwritten.</summary>
    /// <exception cref="ClientDataException">Something in it is wrong; nothing was written.</exception>
    public async Task<Outcome<KnownEntry<T>>> ReplaceAsync(T value, Guid version, string actor, CancellationToken cancellationToken)
    {
        var key = TForm.KeyOf(value);
        if (registry is null || await registry.FindAsync(key, cancellationToken) is not { } known)
        {
            return await RefuseAsync(key, cancellationToken);
        }

        if (known.Version != version || !await registry.ReplaceAsync(value, version, cancellationToken))
        {
            return Changed(key);
        }

        var fields = string.Join(' ', Differences(KnownOf(known), KnownOf(known with { Value = value })));
        await audit.PublishAsync(new ServerEvent(TForm.Changed), actor, (TForm.Noun.ToLowerInvariant(), key), ("fields", fields));
        return await AnswerAsync(key, cancellationToken);
    }

    /// <summary>Changes what is there; what others change meanwhile is kept, and the change is made to that.</summary>
    /// <exception cref="ClientDataException">Something in it is wrong; nothing was written.</exception>
    public async Task<Outcome<KnownEntry<T>>> ChangeAsync(string key, Func<TForm, TForm> change, string actor, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (registry is null || await registry.FindAsync(key, cancellationToken) is not { } known)
            {
                return await RefuseAsync(key, cancellationToken);
            }

            var outcome = await ReplaceAsync(change(TForm.Of(KnownOf(known))).ToValue(), known.Version, actor, cancellationToken);
            if (outcome.Refusal?.Kind is not RefusalKind.Changed)
            {
                return outcome;
            }
        }

        return Changed(key);
    }

    /// <summary>Deletes one, unless clients name it: what they were told that they may ask for would be refused. Of one that the configuration serves the words go.</summary>
    /// <param name="key">Its name or URI.</param>
    /// <param name="version">The version that was read, or null for whatever is there.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was deleted.</returns>
    public async Task<Outcome<KnownEntry<T>>> RemoveAsync(string key, Guid? version, string actor, CancellationToken cancellationToken)
    {
        if (registry is null || await registry.FindAsync(key, cancellationToken) is not { } entry)
        {
            return await RefuseAsync(key, cancellationToken);
        }

        var known = KnownOf(entry);
        if (!known.IsConfigured && await registry.ListClientsAsync(key, MostNamed + 1, cancellationToken) is { IsEmpty: false } clients)
        {
            var others = clients.Length > MostNamed ? ", and others" : "";
            return new Refusal(
                $"The {TForm.Noun} \"{key}\" is named by the clients {string.Join(", ", clients.Take(MostNamed))}{others}. Take it out of them first, or disable it: "
                    + "then it is as if it were not there.");
        }

        if (!await registry.RemoveAsync(key, version ?? entry.Version, cancellationToken))
        {
            return Changed(key);
        }

        await audit.PublishAsync(new ServerEvent(TForm.Removed), actor, (TForm.Noun.ToLowerInvariant(), key));
        return known;
    }

    private async Task<Refusal> RefuseAsync(string key, CancellationToken cancellationToken) =>
        await FindAsync(key, cancellationToken) is null ? registry is null ? Nowhere : Missing(key)
        : new Refusal($"The {TForm.Noun} \"{key}\" is what the configuration says, {TForm.Setting}.");

    private async Task<Outcome<KnownEntry<T>>> AnswerAsync(string key, CancellationToken cancellationToken) =>
        await FindAsync(key, cancellationToken) is { } known ? known : Missing(key);

    private T? FindConfigured(string key) => TForm.Configured(configured).FirstOrDefault(value => string.Equals(TForm.KeyOf(value), key, StringComparison.Ordinal));

    private KnownEntry<T> KnownOf(CatalogEntry<T> entry) => new(
        entry.Value,
        TForm.OpensOf(entry.Value, configured),
        TForm.IsConfigured(entry.Value, configured),
        entry.Version,
        entry.CreatedAt,
        entry.ChangedAt);

    private KnownEntry<T> KnownOf(T value) =>
        new(value, TForm.OpensOf(value, configured), IsConfigured: true, Version: null, CreatedAt: null, ChangedAt: null);

    // The members as they are shown, by their names.
    private static IEnumerable<string> Differences(KnownEntry<T> one, KnownEntry<T> other)
    {
        var (before, after) = (Members(one), Members(other));
        return before.Concat(after).Select(member => member.Key).Distinct(StringComparer.Ordinal).Where(name => !JsonNode.DeepEquals(before[name], after[name]));
    }

    private static JsonObject Members(KnownEntry<T> known) => JsonSerializer.SerializeToNode(TForm.Of(known), ManagementJson.Options)!.AsObject();
}
