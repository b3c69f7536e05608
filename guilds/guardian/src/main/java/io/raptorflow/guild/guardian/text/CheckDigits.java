package io.raptorflow.guild.guardian.text;

import org.apache.commons.validator.routines.IBANValidator;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;
import org.apache.commons.validator.routines.checkdigit.VerhoeffCheckDigit;

/// Check digits of national and payment numbers: what tells a number from a row of digits.
///
/// Every method takes digits and letters without spaces.
public final class CheckDigits {
  private static final String NIF = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final int[] PESEL = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};

  private CheckDigits() {}

  /// ISO/IEC 7812-1.
  public static boolean luhn(String digits) {
    return LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(digits);
  }

  /// Luhn, and an issuer that gives out cards of that length.
  public static boolean card(String digits) {
    int two = Integer.parseInt(digits.substring(0, 2));
    int four = Integer.parseInt(digits.substring(0, 4));
    int length = digits.length();
    boolean issued =
        (digits.startsWith("4") && (length == 13 || length == 16 || length == 19))
            || (length == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)))
            || (length == 15 && (two == 34 || two == 37))
            || (length >= 16 && (four == 6011 || two == 65));
    return issued && luhn(digits);
  }

  /// ISO 13616, with the length of the country.
  public static boolean iban(String text) {
    return IBANValidator.getInstance().isValid(text);
  }

  /// UK NHS number: weights 10 to 2, modulus 11.
  public static boolean nhs(String digits) {
    int sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += digit(digits, i) * (10 - i);
    }
    int check = 11 - sum % 11;
    return digits.length() == 10 && (check == 11 ? 0 : check) == digit(digits, 9);
  }

  /// Spanish NIF and NIE: the letter is the number modulo 23.
  public static boolean nif(String text) {
    String digits =
        text.substring(0, text.length() - 1).replace('X', '0').replace('Y', '1').replace('Z', '2');
    return NIF.charAt(Integer.parseInt(digits) % 23) == text.charAt(text.length() - 1);
  }

  /// French NIR: the key is 97 less the number modulo 97.
  public static boolean nir(String digits) {
    long number = Long.parseLong(digits.substring(0, 13));
    return 97 - number % 97 == Long.parseLong(digits.substring(13));
  }

  /// German tax number: ISO/IEC 7064, MOD 11,10.
  public static boolean idnr(String digits) {
    int product = 10;
    for (int i = 0; i < 10; i++) {
      int sum = (digit(digits, i) + product) % 10;
      product = 2 * (sum == 0 ? 10 : sum) % 11;
    }
    return (11 - product) % 10 == digit(digits, 10);
  }

  /// Polish PESEL.
  public static boolean pesel(String digits) {
    int sum = 0;
    for (int i = 0; i < PESEL.length; i++) {
      sum += digit(digits, i) * PESEL[i];
    }
    return (10 - sum % 10) % 10 == digit(digits, 10);
  }

  /// Brazilian CPF: two digits, modulus 11.
  public static boolean cpf(String digits) {
    if (digits.chars().distinct().count() == 1) {
      return false;
    }
    for (int at = 9; at <= 10; at++) {
      int sum = 0;
      for (int i = 0; i < at; i++) {
        sum += digit(digits, i) * (at + 1 - i);
      }
      if (sum * 10 % 11 % 10 != digit(digits, at)) {
        return false;
      }
    }
    return true;
  }

  /// Verhoeff 1969, as in Aadhaar.
  public static boolean verhoeff(String digits) {
    return VerhoeffCheckDigit.VERHOEFF_CHECK_DIGIT.isValid(digits);
  }

  private static int digit(String digits, int at) {
    return digits.charAt(at) - '0';
  }
}
