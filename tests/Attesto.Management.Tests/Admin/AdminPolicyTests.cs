using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests;

/// <summary>Whom the policy of administrators lets in.</summary>
public sealed class AdminPolicyTests
{
    [Test]
    public async Task A_policy_that_demands_nothing_lets_nobody_in()
    {
        Assert.That(await IsLetInAsync(_ => { }, SignedIn("root")), Is.False);
        Assert.That(await IsLetInAsync(policy => policy.AddAuthenticationSchemes("own"), SignedIn("root")), Is.False, "how people are known demands nothing of them");
    }

    [Test]
    public async Task What_it_demands_is_demanded_of_somebody_who_is_signed_in()
    {
        Action<AuthorizationPolicyBuilder> root = policy => policy.RequireClaim("sub", "root");
        Assert.That(await IsLetInAsync(root, SignedIn("root")), Is.True);
        Assert.That(await IsLetInAsync(root, SignedIn("alice")), Is.False);
        Assert.That(await IsLetInAsync(root, new ClaimsIdentity([new Claim("sub", "root")])), Is.False, "claims without an authentication");
        Assert.That(await IsLetInAsync(policy => policy.RequireAssertion(_ => true), new ClaimsIdentity()), Is.False);
    }

    private static ClaimsIdentity SignedIn(string subject) => new([new Claim("sub", subject)], "cookie");

    private static async Task<bool> IsLetInAsync(Action<AuthorizationPolicyBuilder> who, ClaimsIdentity identity)
    {
        await using var services = new ServiceCollection().AddLogging().AddAttestoAdmin(who).BuildServiceProvider();
        var answer = await services.GetRequiredService<IAuthorizationService>()
            .AuthorizeAsync(new ClaimsPrincipal(identity), AttestoAdminServiceCollectionExtensions.AttestoAdminPolicy);
        return answer.Succeeded;
    }
}
