using System.Security.Cryptography;
using Attesto.Issuing;
using Attesto.Tests.Mtls;
using Attesto.Tests.Token;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

/// <summary>The refresh token of a public client is good with the certificate alone that it was issued for (RFC 8705 §4, §7.1).</summary>
public sealed class BoundRefreshTokenTests
{
    private Server _server = null!;

    [SetUp]
    public void SetUp() => _server = new Server();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test]
    public async Task Without_its_certificate_it_buys_nothing()
    {
        using var other = TestCertificates.MakeSelfSigned(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var code = Server.Post(Server.Redeem(await _server.CodeAsync())) with { ClientCertificate = TestCertificates.SelfSigned };
        var refresh = Server.Post(Server.Refresh(Server.Tokens(await _server.TokenAsync(code)).RefreshToken!));

        Assert.That(Server.Error(await _server.TokenAsync(refresh)).Fault, Is.EqualTo(GrantFault.ConstraintMismatch));
        Assert.That(Server.Error(await _server.TokenAsync(refresh with { ClientCertificate = other })).Fault, Is.EqualTo(GrantFault.ConstraintMismatch));
        Assert.That(Server.Error(await _server.TokenAsync(refresh with { Dpop = ["key"] })).Fault, Is.EqualTo(GrantFault.ConstraintMismatch));
        Assert.That((await _server.TokenAsync(refresh with { ClientCertificate = TestCertificates.SelfSigned })).Answer.TryGet(out _, out _), Is.True);
    }
}
