using System.Diagnostics.CodeAnalysis;

namespace Attesto;

/// <summary>A value, or the <see cref="OAuthError"/> that took its place.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct Result<T>
    where T : class
{
    private readonly T? _value;
    private readonly OAuthError? _error;

    private Result(T? value, OAuthError? error) => (_value, _error) = (value, error);

    /// <summary>Splits the two cases; the compiler then knows which variable is not null.</summary>
    /// <param name="value">The value, or null if there is an error.</param>
    /// <param name="error">The error, or null if there is a value.</param>
    /// <returns>True if there is a value.</returns>
    /// <exception cref="InvalidOperationException">The result was never given either.</exception>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out OAuthError? error)
    {
        (value, error) = (_value, _value is null ? _error ?? throw new InvalidOperationException("default(Result)") : null);
        return value is not null;
    }

    /// <summary>A success.</summary>
    /// <param name="value">The value.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "The conversion is the constructor.")]
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    /// <param name="error">The error.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "The conversion is the constructor.")]
    public static implicit operator Result<T>(OAuthError error) => new(null, error);
}
