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

/// <summary>The people who can sign in here. Only the pages of this host use it; the protocol knows them by <see cref="Account.Subject"/>.</summary>
public interface IAccounts
{
    /// <summary>Finds the account with this name and password, or null.</summary>
    ValueTask<Account?> CheckPasswordAsync(string username, string password, CancellationToken cancellationToken);

    /// <summary>The subject of the account with this name, or null: tells the audit trail whose sign-in failed. Names that are no account's are kept out of it.</summary>
    ValueTask<string?> FindSubjectAsync(string username, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
}

/// <summary>A person.</summary>
/// <param name="Subject">The identifier that never changes and is never given to somebody else; not the e-mail address.</param>
/// <param name="Name">What the pages call the person.</param>
public sealed record Account(string Subject, string Name);
