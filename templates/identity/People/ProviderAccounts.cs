using System.Security.Claims;
using Attesto;
using HostNamespace.Data;
using Microsoft.AspNetCore.Identity;

namespace HostNamespace.People;

/// <summary>Accounts of people who come from another provider.</summary>
public sealed class ProviderAccounts(UserManager<ApplicationUser> users, AttestoDbContext database)
{
    /// <summary>The provider's key for a person, as it is kept: a long one as its hash.</summary>
    public static string KeyOf(ExternalLoginInfo login) =>
        login.ProviderKey.Length <= PeopleModel.LongestKey ? login.ProviderKey : TokenHash.Of(login.ProviderKey).Value;

    /// <summary>Makes an account for who comes for the first time, together with its key: neither is ever stored without the other.</summary>
    /// <returns>Null, or why there is none.</returns>
    public async Task<string?> CreateAsync(ExternalLoginInfo login)
    {
        var (email, isVerified) = (login.Principal.FindFirstValue("email"), login.Principal.FindFirstValue("email_verified"));
        if (email is null || !string.Equals(isVerified, "true", StringComparison.OrdinalIgnoreCase))
        {
            return "The other provider does not vouch for an e-mail address of yours.";
        }

        var name = login.Principal.FindFirstValue("name");
        var user = new ApplicationUser { UserName = email, Email = email, EmailConfirmed = true, DisplayName = name?.Length <= 256 ? name : null };
        database.UserLogins.Add(new IdentityUserLogin<string>
        {
            LoginProvider = login.LoginProvider,
            ProviderKey = KeyOf(login),
            ProviderDisplayName = login.ProviderDisplayName,
            UserId = user.Id,
        });
        return (await users.CreateAsync(user)).Succeeded
            ? null
            : "There is an account with this e-mail address. Sign in to it, and connect the other provider on your account page.";
    }
}
