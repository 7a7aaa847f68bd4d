namespace Attesto.Management.Tests;

/// <summary>How a client authenticates, in words.</summary>
public sealed class AdminClientTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 10, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_secret_that_has_ended_is_told_from_one_that_works()
    {
        var secrets = new DateTimeOffset?[] { null, Now.AddTicks(1), Now }.Select(end => ClientSecret.Of("x") with { ExpiresAt = end });
        Assert.That(Words(new Client { Id = "web", Secrets = [.. secrets] }), Is.EqualTo(
            "It has a secret. It has a secret until 2026-11-27 10:00:00Z. It had a secret until 2026-11-27 10:00:00Z."));
        Assert.That(Words(new Client { Id = "spa", IsPublic = true }), Is.EqualTo("It is public."));
        Assert.That(Words(new Client { Id = "signer", JwksUri = "https://shop.example/jwks" }), Is.EqualTo("It authenticates with its key or certificate."));
    }

    private static string Words(Client client) => new AdminClient(new KnownClient(client, null, null, null, null), Now).Authenticates;
}
