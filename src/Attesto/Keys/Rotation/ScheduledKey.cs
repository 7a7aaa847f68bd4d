namespace Attesto.Keys;

/// <summary>A stored key, with the two instants that follow from the keys after it.</summary>
/// <param name="Key">The key.</param>
/// <param name="SignsUntil">When a newer key takes over; <see cref="DateTimeOffset.MaxValue"/> while none is to.</param>
/// <param name="VerifiesUntil">When it retires.</param>
internal sealed record ScheduledKey(StoredSigningKey Key, DateTimeOffset SignsUntil, DateTimeOffset VerifiesUntil)
{
    public SigningKeyState StateAt(DateTimeOffset now) =>
        now >= VerifiesUntil ? SigningKeyState.Retired :
        now >= SignsUntil ? SigningKeyState.Verifying :
        now >= Key.SignsFrom ? SigningKeyState.Signing :
        SigningKeyState.Announced;

    public SigningKeyStatus StatusAt(DateTimeOffset now) => new(
        Key.KeyId, Key.Algorithm, StateAt(now), Key.AnnouncedAt, Key.SignsFrom, Known(SignsUntil), Known(VerifiesUntil));

    private static DateTimeOffset? Known(DateTimeOffset instant) => instant == DateTimeOffset.MaxValue ? null : instant;
}
