#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System.Threading;
using System.Threading.Tasks;
#endif
namespace PoliciesNamespace;

/// <summary>Who can sign in? Nobody yet: look the person up in your own tables, or use ASP.NET Core Identity's <c>UserManager</c> here.</summary>
public sealed class Accounts(Stub stub) : IAccounts
{
    public ValueTask<Account?> CheckPasswordAsync(string username, string password, CancellationToken cancellationToken)
    {
        // var user = await users.FindByNameAsync(username);
        // return user is not null && await users.CheckPasswordAsync(user, password) ? new Account(user.Id, user.UserName!) : null;
        // (That an unknown name takes less time is hidden: a failure always takes Attesto:SignIn:FailureTime.)
        stub.Denies("Policies/Accounts.cs");
        return ValueTask.FromResult<Account?>(null);
    }
}
