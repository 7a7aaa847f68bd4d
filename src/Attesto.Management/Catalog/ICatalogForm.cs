namespace Attesto.Management;

/// <summary>How a scope or an API is written and shown, and what is said of its kind.</summary>
/// <typeparam name="TForm">The form itself.</typeparam>
/// <typeparam name="T"><see cref="HostScope"/> or <see cref="HostApi"/>.</typeparam>
internal interface ICatalogForm<TForm, T>
    where TForm : ICatalogForm<TForm, T>
    where T : class
{
    /// <summary>The word for one of the kind.</summary>
    static abstract string Noun { get; }

    /// <summary>The member by which one is known.</summary>
    static abstract string KeyField { get; }

    /// <summary>Where the configuration names those that it serves.</summary>
    static abstract string Setting { get; }

    static abstract EventName Added { get; }

    static abstract EventName Changed { get; }

    static abstract EventName Removed { get; }

    string Key { get; }

    static abstract string KeyOf(T value);

    static abstract string? DisplayNameOf(T value);

    static abstract bool IsEnabledOf(T value);

    /// <summary>True if the configuration serves it.</summary>
    static abstract bool IsConfigured(T value, AttestoOptions configured);

    /// <summary>The claims that count: the configuration's, or those of OpenID Connect, where they are not the database's to say.</summary>
    static abstract IReadOnlyList<string> OpensOf(T value, AttestoOptions configured);

    /// <summary>What the configuration serves, by name or URI alone.</summary>
    static abstract IEnumerable<T> Configured(AttestoOptions configured);

    static abstract TForm Of(KnownEntry<T> known);

    /// <summary>The same under another name.</summary>
    TForm WithKey(string key);

    /// <summary>The same, switched on or off.</summary>
    TForm Enabled(bool isEnabled);

    /// <summary>What this describes.</summary>
    /// <exception cref="ClientDataException">Something is null where a text belongs.</exception>
    T ToValue();
}

/// <summary>A scope or an API as it is now.</summary>
/// <param name="Value">The scope or the API, as far as the database says it.</param>
/// <param name="Opens">The claims that count.</param>
/// <param name="IsConfigured">True if the configuration serves it: then the database has its words alone.</param>
/// <param name="Version">Another one after each change; null if the database has nothing of it.</param>
/// <param name="CreatedAt">When it was added to the database.</param>
/// <param name="ChangedAt">When it was changed last.</param>
internal sealed record KnownEntry<T>(
    T Value, IReadOnlyList<string> Opens, bool IsConfigured, Guid? Version, DateTimeOffset? CreatedAt, DateTimeOffset? ChangedAt)
    where T : class;
