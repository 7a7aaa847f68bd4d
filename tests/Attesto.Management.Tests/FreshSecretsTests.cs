using Microsoft.IdentityModel.Tokens;

namespace Attesto.Management.Tests;

/// <summary>Which client gets a secret, and when those before end.</summary>
public sealed class FreshSecretsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 10, 0, 0, TimeSpan.Zero);
    private static readonly Client Confidential = new() { Id = "web" };

    private static readonly TestCaseData[] WithoutNeed =
    [
        new(Confidential with { IsPublic = true }),
        new(Confidential with { Secrets = [ClientSecret.Of("its own")] }),
        new(Confidential with { Jwks = new JsonWebKeySet() }),
        new(Confidential with { JwksUri = "https://shop.example/jwks" }),
        new(Confidential with { TlsClientAuthSubjectDn = "CN=shop" }),
        new(Confidential with { TokenEndpointAuthMethod = AuthenticationMethods.PrivateKeyJwt }),
    ];

    [TestCase(null)]
    [TestCase(AuthenticationMethods.ClientSecretBasic)]
    [TestCase(AuthenticationMethods.ClientSecretPost)]
    public void A_client_that_could_not_authenticate_otherwise_gets_one(string? method)
    {
        var (client, secret) = FreshSecrets.Complete(Confidential with { TokenEndpointAuthMethod = method });
        Assert.That(client.Secrets.Single(), Is.EqualTo(ClientSecret.Of(secret!)));
    }

    [TestCaseSource(nameof(WithoutNeed))]
    public void Another_gets_none(Client client) => Assert.That(FreshSecrets.Complete(client), Is.EqualTo((client, (string?)null)));

    [Test]
    public void Those_before_end_at_an_instant_unless_they_end_sooner_and_those_that_are_over_are_forgotten()
    {
        var secrets = new DateTimeOffset?[] { null, Now.AddHours(5), Now.AddHours(1), Now.AddTicks(1), Now, Now.AddDays(-1) };
        var ending = FreshSecrets.Ending([.. secrets.Select(end => ClientSecret.Of("x") with { ExpiresAt = end })], Now, Now.AddHours(2));
        Assert.That(ending.Select(secret => secret.ExpiresAt), Is.EqualTo(new DateTimeOffset?[] { Now.AddHours(2), Now.AddHours(2), Now.AddHours(1), Now.AddTicks(1) }));
        Assert.That(FreshSecrets.Ending([ClientSecret.Of("x")], Now, Now), Is.Empty, "at once");
    }

    [Test]
    public void Ten_work_at_a_time()
    {
        ClientSecret[] Living(int count) => [.. Enumerable.Repeat(ClientSecret.Of("x"), count)];
        var over = ClientSecret.Of("x") with { ExpiresAt = Now };
        Assert.That(FreshSecrets.FaultOf(Confidential with { Secrets = [.. Living(9), over] }, TimeSpan.FromHours(1), Now), Is.Null);
        Assert.That(FreshSecrets.FaultOf(Confidential with { Secrets = [.. Living(10)] }, TimeSpan.FromHours(1), Now)!.Kind, Is.EqualTo(RefusalKind.NotPossible));
        Assert.That(FreshSecrets.FaultOf(Confidential with { Secrets = [.. Living(10)] }, TimeSpan.Zero, Now), Is.Null, "they end at once");
    }
}
