using Microsoft.AspNetCore.Identity;

namespace HostNamespace.People;

/// <summary>What is wrong with a form, or why Identity refused it, in the words of the pages.</summary>
internal static class PeopleFaults
{
    public const string Missing = "Please fill in all fields.";
    public const string MissingNameOrPassword = "Please fill in name and password.";
    public const string NoAddress = "This is no e-mail address.";
    public const string TooLong = "This is too long.";

    public static string Of(IdentityResult result) => result.Errors.FirstOrDefault()?.Code switch
    {
        nameof(IdentityErrorDescriber.PasswordTooShort) => "A password has at least 12 characters.",
        nameof(IdentityErrorDescriber.PasswordMismatch) => "The present password is wrong.",
        nameof(IdentityErrorDescriber.InvalidToken) => "This link is no longer good.",
        nameof(IdentityErrorDescriber.LoginAlreadyAssociated) => "That account is connected to somebody else.",
        _ => "That did not work. Please try again.",
    };
}
