// The types of the account's data, with the field names that DigiCert uses in its responses.

/**
 * @typedef {object} Certificate
 * @property {number} id
 * @property {string} serial_number
 * @property {string} thumbprint
 * @property {string} common_name
 * @property {string[]} dns_names
 * @property {string} status
 * @property {string} valid_from
 * @property {string} valid_till
 * @property {"primary" | "duplicate" | "reissue"} kind
 * @property {boolean} archived
 */

/**
 * @typedef {object} Order
 * @property {number} id
 * @property {string} status
 * @property {string} date_created
 * @property {{ name_id: string, name: string, type: string }} product
 * @property {{ id: number, name: string }} organization
 * @property {{ id: number, name: string }} container
 * @property {Certificate[]} certificates the primary certificate first
 * @property {number} changed time of the last status change, in UTC milliseconds
 */

/** @typedef {{ id: number, first_name: string, last_name: string, email: string }} User */

/**
 * @typedef {object} ApprovalRequest
 * @property {number} id
 * @property {number} order_id
 * @property {number} [certificate_id] the certificate, if the request is about a single one
 * @property {string} date
 * @property {string} type
 * @property {"pending" | "approved" | "rejected"} status
 * @property {string} [reason]
 * @property {string} [comments]
 * @property {string} [date_processed]
 * @property {string} [processor_comment]
 * @property {User} requester
 * @property {User} [processor]
 */

export {};
